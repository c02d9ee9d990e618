"""The routes of pictures of runs, untrained networks and recordings: the scene, the list, and each picture."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from playground.errors import ExperimentError
from playground.pictures.scene import scene
from playground.server.answers import RefusedError, bytes_answer, json_answer, number_in
from playground.server.shown import Shown, of_shown, shown_routes

_NO_PICTURE = (
    "There is no picture of this moment: the run has not come so far, or it was removed to save room."
)


def picture_routes(prefix: str) -> list[BaseRoute]:
    """Beneath /runs/ID, /untrained/LINK and /recordings/NAME: /scene, /pictures, /pictures/latest, /pictures/EPOCH."""
    return shown_routes(
        prefix,
        {
            "/scene": of_shown(shown_scene),
            "/pictures": of_shown(pictures, pictured=True),
            "/pictures/latest": of_shown(latest_picture, pictured=True),
            "/pictures/{epoch}": of_shown(one_picture, pictured=True),
        },
    )


async def shown_scene(_request: Request, shown: Shown) -> Response:
    """Points, axes and layers, as JSON: `playground.pictures.scene`."""
    try:
        return json_answer(await to_thread.run_sync(scene, shown.experiment))
    except ExperimentError as error:
        raise RefusedError(409, str(error)) from None


async def pictures(request: Request, shown: Shown) -> Response:
    """The list of pictures as JSON: `epochs` with [epoch, batch] of each, `latest`, and `number`, their total number.

    With `?after=N` the list may omit the first N pictures; `all` says whether it is complete.
    """
    after = number_in(request, "after", "a number of pictures")
    number, latest = shown.film.number, shown.film.latest()
    moments, are_all = shown.film.news(after)
    content = {"epochs": moments, "all": are_all, "latest": latest and latest[0], "number": number}
    return json_answer(content | ({"error": shown.film.error} if shown.film.error else {}))


async def latest_picture(_request: Request, shown: Shown) -> Response:
    """The latest picture."""
    latest = shown.film.latest()
    return _picture(latest[1] if latest else None)


async def one_picture(request: Request, shown: Shown) -> Response:
    """The picture after an epoch; with `?batch=N` the one after N batches of the next epoch."""
    epoch = number_in(request, "epoch", "the number of an epoch")
    batch = number_in(request, "batch", "the number of a batch")
    return _picture(shown.film.get(epoch, batch))


def _picture(content: bytes | None) -> Response:
    if content is None:
        raise RefusedError(404, _NO_PICTURE)
    return bytes_answer(content)
