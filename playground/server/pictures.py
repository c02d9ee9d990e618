"""The routes of a run's pictures: the scene that all of them share, the list of them, and each one."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground.errors import ExperimentError
from playground.pictures.scene import scene
from playground.server.answers import (
    UNKNOWN,
    UNSEEN,
    bytes_answer,
    find_run,
    json_answer,
    may_see_data,
    number_in,
    or_unavailable,
)

_NO_PICTURE = (
    "There is no picture of this moment: the run has not come so far, or it was removed to save room."
)


def picture_routes(prefix: str) -> list[BaseRoute]:
    """Beneath `prefix`: /runs/ID/scene, /runs/ID/pictures, /runs/ID/pictures/latest, /runs/ID/pictures/EPOCH."""
    return [
        Route(f"{prefix}/runs/{{run_id}}/scene", run_scene),
        Route(f"{prefix}/runs/{{run_id}}/pictures", run_pictures),
        Route(f"{prefix}/runs/{{run_id}}/pictures/latest", latest_picture),
        Route(f"{prefix}/runs/{{run_id}}/pictures/{{epoch:int}}", run_picture),
    ]


@or_unavailable
async def run_scene(request: Request) -> Response:
    """Points, axes and layers of a run, as JSON: `playground.pictures.scene`."""
    run = await find_run(request)
    if run is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, run):
        return json_answer({"error": UNSEEN}, 403)
    try:
        return json_answer(await to_thread.run_sync(scene, run.experiment))
    except ExperimentError as error:
        return json_answer({"error": str(error)}, 409)


@or_unavailable
async def run_pictures(request: Request) -> Response:
    """The moments of all pictures, [epoch, batch] each, the latest one, and how many have come so far, as JSON.

    With `?after=N` the list may have only those after the first N; `all` says whether it has all of them.
    """
    run = await find_run(request)
    if run is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, run):
        return json_answer({"error": UNSEEN}, 403)
    after = number_in(request, "after")
    if after is None:
        return json_answer({"error": "after: this must be a number of pictures, 0 or more."}, 400)
    number, latest = run.film.number, run.film.latest()
    moments, are_all = run.film.news(after)
    content = {"epochs": moments, "all": are_all, "latest": latest and latest[0], "number": number}
    return json_answer(content | ({"error": run.film.error} if run.film.error else {}))


@or_unavailable
async def latest_picture(request: Request) -> Response:
    """The latest picture of a run."""
    run = await find_run(request)
    if run is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, run):
        return json_answer({"error": UNSEEN}, 403)
    latest = run.film.latest()
    return _picture(latest[1] if latest else None)


@or_unavailable
async def run_picture(request: Request) -> Response:
    """The picture after an epoch; with `?batch=N` the one after N batches of the next epoch."""
    run = await find_run(request)
    if run is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, run):
        return json_answer({"error": UNSEEN}, 403)
    batch = number_in(request, "batch")
    if batch is None:
        return json_answer({"error": "batch: this must be the number of a batch, 0 or more."}, 400)
    return _picture(run.film.get(request.path_params["epoch"], batch))


def _picture(content: bytes | None) -> Response:
    """The picture; 404 with a sentence if there is none."""
    return json_answer({"error": _NO_PICTURE}, 404) if content is None else bytes_answer(content)
