"""The route of a run's sealed test rows: their measures, and their opening."""

import json
from collections.abc import Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground import services
from playground.persons import may
from playground.runs import NotAllowedError, RunsError
from playground.runs.sealed_rows import Opening
from playground.server.answers import (
    RefusedError,
    find_run,
    json_answer,
    or_sentence,
    person,
)


def opening_routes(prefix: str) -> list[BaseRoute]:
    """Beneath `prefix`: GET and POST /runs/ID/test."""
    one = f"{prefix}/runs/{{run_id}}/test"
    return [Route(one, look, methods=["GET"]), Route(one, opening, methods=["POST"])]


@or_sentence
async def look(request: Request) -> Response:
    """Answers `opened_at` and `measures`; both are null before the opening, and for a person who may not open."""
    run = await find_run(request)
    found = None
    if may(person(request), "open", run):
        found = await to_thread.run_sync(services.runs().sealed_rows.opening, run)
    return json_answer(_content(found))


@or_sentence
async def opening(request: Request) -> Response:
    """Opens the test rows of a person's own run; `measures` is null until they are computed."""
    run, who = await find_run(request), person(request)
    if who is None:
        raise NotAllowedError
    try:
        found = await to_thread.run_sync(services.runs().sealed_rows.open, run, who)
    except NotAllowedError:
        raise
    except RunsError as error:
        raise RefusedError(409, str(error)) from None
    return json_answer(_content(found))


def _content(found: Opening | None) -> Mapping[str, object]:
    if found is None:
        return {"opened_at": None, "measures": None}
    return {
        "opened_at": found.opened_at,
        "measures": None if found.measures is None else json.loads(found.measures),
    }
