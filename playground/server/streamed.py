"""The routes by which people's own scripts send curves with `playground.live`.

A script has no cookie. It sends its person's token in the header `Authorization`, which a page of another site cannot
send without a CORS preflight.
"""

import json
import time
from collections import deque
from typing import TypeVar

from anyio import to_thread
from cachetools import LRUCache
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from playground import services
from playground.messages.streamed import About, EpochsPart
from playground.persons import Person
from playground.runs import RunsError
from playground.runs.streamed_runs import BusyError, TooLongError
from playground.server.answers import RefusedError, json_answer, or_sentence
from playground.server.bodies import TooLargeError, body_of

MAX_BYTES = 1_000_000  # of one message
SLOWEST = 30.0  # seconds until a message must have arrived
A_SECOND = 10  # most messages a second of one person, on average over `OVER` seconds
OVER = 5.0

_UNKNOWN = (
    "This token is not known: it was revoked, or another one was made since. The page My runs makes one."
)
_NO_MESSAGE = "This is not a message of playground.live: {}."
_TOO_LARGE = "This message is too large."
_OFTEN = "Too many messages come with this token."
_GONE = "This run has ended here."
_DELETED = "This run was deleted."
_ELSEWHERE = "Another server has this run."

_Message = TypeVar("_Message", bound=BaseModel)
# Times of the latest messages by person, in seconds of the monotonic clock; used only by the event loop.
_latest: LRUCache[str, deque[float]] = LRUCache(10_000)


def streamed_routes(prefix: str) -> list[BaseRoute]:
    """Beneath `prefix`: POST /live, POST /live/ID."""
    return [
        Route(f"{prefix}/live", begin, methods=["POST"]),
        Route(f"{prefix}/live/{{run_id}}", go_on, methods=["POST"]),
    ]


@or_sentence
async def begin(request: Request) -> Response:
    """Begins a run from a script's `About`; the answer has the run's id."""
    who = await _sender(request)
    about = await _read(request, About)
    try:
        # In another thread, because older runs are removed from memory and their pictures thinned.
        run = await to_thread.run_sync(services.runs().streamed.begin, about, who)
    except BusyError as error:
        raise RefusedError(403, str(error)) from None
    return json_answer({"run": run.id})


@or_sentence
async def go_on(request: Request) -> Response:
    """Takes epochs of a run, or its end. 404 tells the script to begin the run anew, 503 to send the message again."""
    who = await _sender(request)
    part = await _read(request, EpochsPart)
    runs, name = services.runs(), request.path_params["run_id"]
    run = runs.in_memory(name)
    if run is None:
        if runs.was_deleted(name):
            raise RefusedError(410, _DELETED)
        stored = await to_thread.run_sync(runs.get, name)
        if stored is not None and not stored.over:
            raise RefusedError(503, _ELSEWHERE)
    if run is None or (run.over and not part.over):
        raise RefusedError(404, _GONE)
    try:
        runs.streamed.go_on(run, part, who)
    except TooLongError as error:
        raise RefusedError(413, str(error)) from None
    return json_answer({"epoch": run.epoch})


async def _sender(request: Request) -> Person:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    tokens = services.runs().streamed.tokens
    if tokens is None:
        raise RunsError("This server stores nothing, so it takes no curves.")
    known = scheme.lower() == "bearer" and 0 < len(token) <= 100
    owner = await to_thread.run_sync(tokens.owner_of, token.strip()) if known else None
    if owner is None:
        raise RefusedError(401, _UNKNOWN)
    latest, now = _latest.setdefault(owner, deque(maxlen=int(A_SECOND * OVER))), time.monotonic()
    if len(latest) == latest.maxlen and now - latest[0] < OVER:
        raise RefusedError(429, _OFTEN)
    latest.append(now)
    return Person(owner)


async def _read(request: Request, kind: type[_Message]) -> _Message:
    try:
        body = await body_of(request, MAX_BYTES, SLOWEST)
    except TooLargeError:
        raise RefusedError(413, _TOO_LARGE) from None
    except (ClientDisconnect, TimeoutError):
        raise RefusedError(400, _NO_MESSAGE.format("it did not arrive whole")) from None
    try:
        return kind.model_validate(json.loads(body))
    except ValidationError as error:
        found = error.errors()[0]
        where = ".".join(str(part) for part in found["loc"][:3])[:100]
        raise RefusedError(400, _NO_MESSAGE.format(f"{where} {found['msg'].lower()}".strip())) from None
    except (ValueError, RecursionError):
        raise RefusedError(400, _NO_MESSAGE.format("it is not JSON")) from None
