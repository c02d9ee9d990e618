"""The routes of pictures, of a run or an untrained network: their scene, the list of them, and each one."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from playground.errors import ExperimentError
from playground.pictures.scene import scene
from playground.server.answers import (
    UNKNOWN,
    UNSEEN,
    bytes_answer,
    json_answer,
    may_see_data,
    number_in,
    or_unavailable,
)
from playground.server.shown import find_shown, shown_routes

_NO_PICTURE = (
    "There is no picture of this moment: the run has not come so far, or it was removed to save room."
)


def picture_routes(prefix: str) -> list[BaseRoute]:
    """Beneath /runs/ID, /untrained/LINK and /recordings/NAME: /scene, /pictures, /pictures/latest, /pictures/EPOCH."""
    return shown_routes(
        prefix,
        {
            "/scene": shown_scene,
            "/pictures": pictures,
            "/pictures/latest": latest_picture,
            "/pictures/{epoch:int}": one_picture,
        },
    )


@or_unavailable
async def shown_scene(request: Request) -> Response:
    """Points, axes and layers, as JSON: `playground.pictures.scene`."""
    shown = await find_shown(request)
    if shown is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, shown.experiment):
        return json_answer({"error": UNSEEN}, 403)
    try:
        return json_answer(await to_thread.run_sync(scene, shown.experiment))
    except ExperimentError as error:
        return json_answer({"error": str(error)}, 409)


@or_unavailable
async def pictures(request: Request) -> Response:
    """The moments of all pictures, [epoch, batch] each, the latest one, and how many have come so far, as JSON.

    With `?after=N` the list may have only those after the first N; `all` says whether it has all of them.
    """
    shown = await find_shown(request, pictured=True)
    if shown is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, shown.experiment):
        return json_answer({"error": UNSEEN}, 403)
    after = number_in(request, "after")
    if after is None:
        return json_answer({"error": "after: this must be a number of pictures, 0 or more."}, 400)
    number, latest = shown.film.number, shown.film.latest()
    moments, are_all = shown.film.news(after)
    content = {"epochs": moments, "all": are_all, "latest": latest and latest[0], "number": number}
    return json_answer(content | ({"error": shown.film.error} if shown.film.error else {}))


@or_unavailable
async def latest_picture(request: Request) -> Response:
    """The latest picture."""
    shown = await find_shown(request, pictured=True)
    if shown is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, shown.experiment):
        return json_answer({"error": UNSEEN}, 403)
    latest = shown.film.latest()
    return _picture(latest[1] if latest else None)


@or_unavailable
async def one_picture(request: Request) -> Response:
    """The picture after an epoch; with `?batch=N` the one after N batches of the next epoch."""
    shown = await find_shown(request, pictured=True)
    if shown is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, shown.experiment):
        return json_answer({"error": UNSEEN}, 403)
    batch = number_in(request, "batch")
    if batch is None:
        return json_answer({"error": "batch: this must be the number of a batch, 0 or more."}, 400)
    return _picture(shown.film.get(request.path_params["epoch"], batch))


def _picture(content: bytes | None) -> Response:
    """The picture; 404 with a sentence if there is none."""
    return json_answer({"error": _NO_PICTURE}, 404) if content is None else bytes_answer(content)
