"""The route by which a browser sends wishes to a run, without the page's script.

A browser numbers its wishes for a run and repeats them until the server answers with the last number taken.
"""

import asyncio
import json
import threading
from collections.abc import Sequence
from typing import Any

from cachetools import LRUCache
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from playground import services
from playground.ids import Id
from playground.messages.wishes import LookAlong, Stop, Wish, decode_all, epoch_of, leads_back
from playground.persons import Person
from playground.runs import NotAllowedError, Run, RunsError
from playground.runs.deeds import check, deed_of
from playground.server.answers import (
    RefusedError,
    find_run,
    json_answer,
    or_sentence,
    person,
)
from playground.server.bodies import TooLargeError, body_of

MAX_BYTES = 300_000  # of one message
_RUNS, _CLIENTS = 2000, 32  # most runs, and most pages of each run, whose last numbers are remembered

_OVER = "The run was over before this press reached it."
_ELSEWHERE = (
    "This run belongs to another server, and no worker took this press: the run waits for a worker, or this server "
    "cannot reach it. Press again when the run goes on, or reload the page."
)
_NO_LOOK = (
    "No worker has this run any more, so no new picture of it can be made. Press Train to train it again."
)
_NO_MESSAGE = "This is not a list of wishes for a run."


class Numbers:
    """The last number taken from each page, by run. Thread-safe; the least recently used numbers are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: LRUCache[str, LRUCache[str, int]] = LRUCache(_RUNS)

    def last(self, run_id: str, client: str) -> int | None:
        """The last number taken from a page; None if it is unknown."""
        with self._lock:
            clients = self._runs.get(run_id)
            return clients.get(client) if clients is not None else None

    def take(self, run_id: str, client: str, number: int) -> None:
        """Marks a number as taken; a number below the last one has no effect."""
        with self._lock:
            clients = self._runs.setdefault(run_id, LRUCache(_CLIENTS))
            clients[client] = max(clients.get(client, 0), number)


numbers = Numbers()


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    client: Id
    first: int = Field(ge=1, le=1_000_000_000)
    wishes: list[Any]


def wish_routes(prefix: str) -> list[Route]:
    """Beneath `prefix`: POST /runs/ID/wishes."""
    return [Route(f"{prefix}/runs/{{run_id}}/wishes", wishes, methods=["POST"])]


@or_sentence
async def wishes(request: Request) -> Response:
    """Passes wishes to a run; the answer has the last number taken, and `Run.controls`."""
    message, asked = await _read(request)
    run, who = await find_run(request), person(request)
    if who is None:
        raise NotAllowedError
    # All wishes are checked before the first is taken: if the person may not do one of them, none has an effect.
    for wish in asked:
        check(who, deed_of(wish), run)
    try:
        if services.runs().in_memory(run.id) is not None:
            _carry(run, message, asked, who)
        else:
            await _carry_elsewhere(run, message, asked, who)
    except NotAllowedError:
        raise
    except RunsError as error:
        raise RefusedError(409, str(error)) from None
    return json_answer({"taken": numbers.last(run.id, message.client), **run.controls()})


def _carry(run: Run, message: _Message, asked: Sequence[Wish], who: Person) -> None:
    last = numbers.last(run.id, message.client) or 0
    late = False
    # This loop never awaits, so a repetition of the message finds all its numbers taken.
    for number, wish in enumerate(asked, start=message.first):
        if number <= last:
            continue
        if _is_late(run, wish):
            late = True
        else:
            services.runs().steering.ask(run, wish, who)
        numbers.take(run.id, message.client, number)
    if late:
        raise RefusedError(409, _OVER)


def _is_late(run: Run, wish: Wish) -> bool:
    """Whether a wish comes too late, because its run is over; a wish for an epoch before the end is not too late."""
    if not run.over or isinstance(wish, LookAlong):
        return False
    at = epoch_of(wish)
    return at is None or (leads_back(wish) and at >= run.epoch)


async def _carry_elsewhere(run: Run, message: _Message, asked: Sequence[Wish], who: Person) -> None:
    """Passes wishes to a run of another server. The number of a wish is taken after a worker has taken the wish."""
    last = numbers.last(run.id, message.client) or 0
    for number, wish in enumerate(asked, start=message.first):
        if number <= last:
            continue
        if run.over and not isinstance(wish, LookAlong):
            raise RefusedError(409, _OVER)
        # A repetition of the message may arrive during the wait; the worker takes one wish from each sender.
        sender = f"{message.client}-{number}"
        reached = await asyncio.wrap_future(services.runs().steering.ask_elsewhere(run, wish, who, sender))
        # A run with a notice belongs to a server that has stopped; then the store ends the run.
        is_silent = isinstance(wish, Stop) and bool(run.notice)
        if not reached and not is_silent:
            raise RefusedError(409, _NO_LOOK if isinstance(wish, LookAlong) else _ELSEWHERE)
        numbers.take(run.id, message.client, number)


async def _read(request: Request) -> tuple[_Message, Sequence[Wish]]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(400, _NO_MESSAGE)
    try:
        message = _Message.model_validate(json.loads(await body_of(request, MAX_BYTES)))
    except TooLargeError:
        raise RefusedError(400, "This message holds too many wishes.") from None
    except (ValueError, RecursionError, ClientDisconnect):
        raise RefusedError(400, _NO_MESSAGE) from None
    try:
        asked = decode_all(message.wishes)
    except ValueError as error:
        raise RefusedError(400, str(error)) from None
    if not asked:
        raise RefusedError(400, _NO_MESSAGE)
    return message, asked
