"""The routes of networks whose pictures browsers compute: training rows, snapshots of weights, and findings."""

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
from playground.server.answers import RefusedError, bytes_answer, json_answer, number_in
from playground.server.shown import Shown, of_shown, shown_routes

_MOST, _MAX_BYTES = 2000, 1_000_000  # most snapshots of weights in one answer, and most bytes of them
_NUMBERS = TypeAdapter(Annotated[list[Numbers], Field(max_length=1000)])


def evaluated_routes(prefix: str) -> list[BaseRoute]:
    """Beneath /runs/ID, /untrained/LINK and /recordings/NAME: /rows, /weights, /findings."""
    return shown_routes(
        prefix,
        {
            "/rows": of_shown(rows),
            "/weights": of_shown(weights, pictured=True),
            "/findings": of_shown(network_findings),
        },
    )


async def rows(_request: Request, shown: Shown) -> Response:
    """The training rows: `playground.pictures.evaluated.training_rows`."""
    try:
        return bytes_answer(await to_thread.run_sync(training_rows, shown.experiment))
    except ExperimentError as error:
        raise RefusedError(409, str(error)) from None


async def weights(request: Request, shown: Shown) -> Response:
    """Snapshots of weights from `?epoch=` and `&batch=` on, as many as fit into one answer."""
    first = (
        number_in(request, "epoch", "the number of an epoch"),
        number_in(request, "batch", "a number of batches"),
    )
    found, follows = shown.film.between(first, _MOST, _MAX_BYTES)
    return bytes_answer(await to_thread.run_sync(encode_several, found, follows))


async def network_findings(request: Request, shown: Shown) -> Response:
    """Findings on a network, from each layer's numbers that a browser computed: `playground.pictures.evaluated`."""
    epoch = number_in(request, "epoch", "the number of an epoch")
    try:
        now, first = (_NUMBERS.validate_json(request.query_params.get(name, "")) for name in ("now", "first"))
        found = await to_thread.run_sync(findings, shown.experiment, epoch, now, first)
    except ExperimentError as error:
        raise RefusedError(409, str(error)) from None
    except (ValidationError, ValueError):
        raise RefusedError(
            400, "A diagnosis needs four numbers of every layer, now and at the beginning."
        ) from None
    return json_answer({"findings": [asdict(each) for each in found]})
