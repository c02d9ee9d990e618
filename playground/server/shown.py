"""Shown: the run, untrained network or recording of a path, whose pictures the routes answer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Protocol

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground import services
from playground.errors import ExperimentError
from playground.experiment import Complete, Experiment
from playground.experiment.link import from_link
from playground.pictures.film import Film
from playground.plan import plan
from playground.server.answers import (
    UNKNOWN,
    UNSEEN,
    Endpoint,
    RefusedError,
    find_run,
    may_see_data,
    or_sentence,
)
from playground.showing.recording import recordings
from playground.showing.untrained import beginning

WAIT_SECONDS = 20.0  # until the request of an untrained network's picture fails; the browser may repeat it
_NOT_YET = "No worker has looked at this untrained network yet."


class Shown(Protocol):
    """A run, untrained network or recording."""

    @property
    def experiment(self) -> Complete:
        """Its experiment."""

    @property
    def film(self) -> Film:
        """Its pictures, or snapshots of its weights."""


EndpointOfShown = Callable[[Request, Shown], Awaitable[Response]]


def shown_routes(prefix: str, endpoints: Mapping[str, Endpoint]) -> list[BaseRoute]:
    """Routes to each endpoint, whose path comes after the path of a run, an untrained network or a recording."""
    bases = (f"{prefix}/runs/{{run_id}}", f"{prefix}/untrained/{{link}}", f"{prefix}/recordings/{{name}}")
    return [Route(base + path, endpoint) for base in bases for path, endpoint in endpoints.items()]


def of_shown(endpoint: EndpointOfShown, *, pictured: bool = False) -> Endpoint:
    """Makes an endpoint from one that takes the request and the `Shown` of the path.

    It answers only a person who may see the experiment's data.

    Args:
        endpoint: is called with the request and the `Shown`.
        pictured: whether the endpoint needs the picture of an untrained network, which a worker may have to make.
    """

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        return await endpoint(request, await _find(request, pictured))

    return or_sentence(answer)


async def _find(request: Request, pictured: bool) -> Shown:
    """The run, untrained network or recording of the path.

    Raises:
        RefusedError: it does not exist, the person may not see its data, or no worker has made its picture in time.
        StoreError: the run is not in memory, and the store cannot be used.
    """
    path = request.path_params
    if "link" in path:
        return await _untrained(request, path["link"], pictured)
    if "name" in path:
        recording = (await to_thread.run_sync(recordings)).get(path["name"])
        if recording is None:
            raise RefusedError(404, UNKNOWN)
        return recording
    run = await find_run(request)
    await _check_data(request, run.experiment)
    return run


async def _untrained(request: Request, link: str, pictured: bool) -> Shown:
    try:
        experiment = from_link(link)
        await _check_data(request, experiment)
        planned = await to_thread.run_sync(plan, experiment)
    except ExperimentError as error:
        raise RefusedError(404, str(error)) from None
    if not pictured:
        return beginning(planned, None)
    look = asyncio.wrap_future(services.untrained().look(planned))
    look.add_done_callback(_retrieve_failure)
    try:
        # Other requests may wait for the same picture, so it is made even if this request ends.
        content = await asyncio.wait_for(asyncio.shield(look), WAIT_SECONDS)
    except OSError:  # a TimeoutError is one
        raise RefusedError(503, _NOT_YET) from None
    return beginning(planned, content)


def _retrieve_failure(look: "asyncio.Future[bytes]") -> None:
    """Retrieves the exception of a failed picture; asyncio would log one that nobody retrieves."""
    if not look.cancelled():
        look.exception()


async def _check_data(request: Request, experiment: Experiment) -> None:
    if not await may_see_data(request, experiment):
        raise RefusedError(403, UNSEEN)
