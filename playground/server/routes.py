"""All routes: for the app's scripts in the browser, for people's own scripts, and for Prometheus."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from playground import services
from playground.persons import may
from playground.server.answers import (
    UNKNOWN,
    UNKNOWN_GROUP,
    find_run,
    json_answer,
    number_in,
    or_sentence,
    person,
)
from playground.server.assets import Assets
from playground.server.base_path import base_path
from playground.server.evaluated import evaluated_routes
from playground.server.metrics import metric_routes
from playground.server.moving import moving_routes
from playground.server.opening import opening_routes
from playground.server.pictures import picture_routes
from playground.server.stream import stream_routes
from playground.server.streamed import streamed_routes
from playground.server.tables import table_routes
from playground.server.wishes import numbers, wish_routes
from playground.showing.recording import recordings


def routes() -> list[BaseRoute]:
    """All routes in addition to Streamlit's own, beneath `server.baseUrlPath`."""
    prefix = base_path().rstrip("/")
    return [
        Mount(f"{prefix}/assets", Assets()),
        Route(f"{prefix}/runs/{{run_id}}/curves", curves),
        Route(f"{prefix}/recordings/{{name}}/curves", recorded_curves),
        Route(f"{prefix}/groups/{{group_id}}", group),
        *picture_routes(prefix),
        *evaluated_routes(prefix),
        *wish_routes(prefix),
        *table_routes(prefix),
        *opening_routes(prefix),
        *stream_routes(prefix),
        *streamed_routes(prefix),
        *moving_routes(prefix),
        *metric_routes(prefix),
    ]


@or_sentence
async def curves(request: Request) -> Response:
    """A run as JSON, with its epochs from `?from=` on.

    `mine` says whether the person of the request may steer the run. `taken` is the number of the last wish that the
    server has taken from the page `?client=`.
    """
    run = await find_run(request)
    first = number_in(request, "from", "the number of an epoch")
    taken = numbers.last(run.id, request.query_params.get("client", ""))
    return json_answer({**run.since(first), "mine": may(person(request), "steer", run), "taken": taken})


async def recorded_curves(request: Request) -> Response:
    """The curves of a recording as JSON, with the keys of a run."""
    found = (await to_thread.run_sync(recordings)).get(request.path_params["name"])
    return json_answer({"error": UNKNOWN}, 404) if found is None else json_answer(found.curves)


@or_sentence
async def group(request: Request) -> Response:
    """A sweep or a seeds study as JSON, with a summary of each run."""
    found = await to_thread.run_sync(services.runs().groups.get, request.path_params["group_id"])
    return json_answer({"error": UNKNOWN_GROUP}, 404) if found is None else json_answer(found.in_short())
