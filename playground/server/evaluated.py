"""The routes of networks whose pictures browsers compute: training rows, many snapshots of weights, what is wrong."""

from dataclasses import asdict
from typing import Annotated

from anyio import to_thread
from pydantic import Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from playground.errors import ExperimentError
from playground.pictures.evaluated import Numbers, findings, training_rows
from playground.pictures.weights import encode_several
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

_MOST, _MAX_BYTES = 2000, 1_000_000  # snapshots of weights in one answer
_NUMBERS = TypeAdapter(Annotated[list[Numbers], Field(max_length=1000)])


def evaluated_routes(prefix: str) -> list[BaseRoute]:
    """Beneath /runs/ID, /untrained/LINK and /recordings/NAME: /rows, /weights, /findings."""
    return shown_routes(prefix, {"/rows": rows, "/weights": weights, "/findings": network_findings})


@or_unavailable
async def rows(request: Request) -> Response:
    """The training rows: `playground.pictures.evaluated.training_rows`."""
    shown = await find_shown(request)
    if shown is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, shown.experiment):
        return json_answer({"error": UNSEEN}, 403)
    try:
        return bytes_answer(await to_thread.run_sync(training_rows, shown.experiment))
    except ExperimentError as error:
        return json_answer({"error": str(error)}, 409)


@or_unavailable
async def weights(request: Request) -> Response:
    """Snapshots of weights from `?epoch=` and `&batch=` on, as many as one answer holds."""
    shown = await find_shown(request, pictured=True)
    if shown is None:
        return json_answer({"error": UNKNOWN}, 404)
    epoch, batch = number_in(request, "epoch"), number_in(request, "batch")
    if epoch is None or batch is None:
        return json_answer({"error": "A snapshot is named by the number of an epoch and of a batch."}, 400)
    found, follows = shown.film.between((epoch, batch), _MOST, _MAX_BYTES)
    return bytes_answer(await to_thread.run_sync(encode_several, found, follows))


@or_unavailable
async def network_findings(request: Request) -> Response:
    """What is wrong with a network of whose layers a browser has computed numbers: `playground.pictures.evaluated`."""
    shown = await find_shown(request)
    if shown is None:
        return json_answer({"error": UNKNOWN}, 404)
    if not await may_see_data(request, shown.experiment):
        return json_answer({"error": UNSEEN}, 403)
    epoch = number_in(request, "epoch")
    try:
        now, first = (_NUMBERS.validate_json(request.query_params.get(name, "")) for name in ("now", "first"))
        found = await to_thread.run_sync(findings, shown.experiment, epoch or 0, now, first)
    except ExperimentError as error:
        return json_answer({"error": str(error)}, 409)
    except (ValidationError, ValueError):
        return json_answer(
            {"error": "A diagnosis needs four numbers of every layer, now and at the beginning."}, 400
        )
    return json_answer({"findings": [asdict(each) for each in found]})
