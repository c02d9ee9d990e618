"""What an address shows a picture of: a run, the untrained network of an experiment, or a recording."""

import asyncio
from typing import Protocol

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from playground import services
from playground.errors import ExperimentError
from playground.experiment import Complete
from playground.experiment.link import from_link
from playground.pictures.film import Film
from playground.plan import plan
from playground.server.answers import Endpoint, find_run, may_see_data
from playground.showing.recording import recordings
from playground.showing.untrained import beginning

WAIT_SECONDS = 20.0  # for an untrained network: whoever asked may ask again
_NOT_YET = "No worker has looked at this untrained network yet."


class Shown(Protocol):
    """What has a picture."""

    @property
    def experiment(self) -> Complete:
        """What it follows from."""

    @property
    def film(self) -> Film:
        """Its pictures, or weights."""


def shown_routes(prefix: str, endpoints: dict[str, Endpoint]) -> list[BaseRoute]:
    """A route to each endpoint, by its path beneath a run, an untrained network and a recording."""
    places = (f"{prefix}/runs/{{run_id}}", f"{prefix}/untrained/{{link}}", f"{prefix}/recordings/{{name}}")
    return [Route(place + path, endpoint) for place in places for path, endpoint in endpoints.items()]


async def find_shown(request: Request, *, pictured: bool = False) -> Shown | None:
    """What the path names, None where there is no such thing.

    Args:
        request: whose path names it.
        pictured: whether an untrained network needs its picture; for that a worker may have to look at it.

    Raises:
        StoreError: it is a run that is not in memory, and the store cannot be used.
        HTTPException: 503 where no worker has looked at the network yet.
    """
    if (name := request.path_params.get("name")) is not None:
        return (await to_thread.run_sync(recordings)).get(name)
    link = request.path_params.get("link")
    if link is None:
        return await find_run(request)
    try:
        experiment = from_link(link)
        if not await may_see_data(request, experiment):
            return None
        planned = await to_thread.run_sync(plan, experiment)
        if not pictured:
            return beginning(planned, None)
    except ExperimentError:
        return None
    look = services.untrained().look(planned)
    try:
        # Others wait for it too: it goes on when this request ends.
        content = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(look)), WAIT_SECONDS)
    except OSError:  # a TimeoutError is one
        raise HTTPException(503, _NOT_YET) from None
    return beginning(planned, content)
