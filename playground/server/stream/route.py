"""The route of the stream.

It is a websocket and no event stream over plain HTTP:

* A page of Streamlit lives on a websocket, so whatever stands between a browser and this server lets one through.
* It is not one of the six connections that a browser opens to a host over HTTP/1.1. With an event stream in each of six
  tabs no page would load any more.
* It carries bytes as they are, and no middleware compresses them or holds them back.
* The page answers on it: what it follows now, and how far it has read. Without that the buffers of both systems would
  fill up with what is out of date.
* Uvicorn ends its websockets when the server is shut down. It would wait for an answer over HTTP that does not end.

Where it does not come through, a page asks the routes of curves and groups again and again.
"""

import asyncio
import logging
from contextlib import suppress

from pydantic import ValidationError
from starlette.routing import WebSocketRoute
from starlette.status import WS_1008_POLICY_VIOLATION, WS_1011_INTERNAL_ERROR
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.persons import VISITOR, person_of
from playground.server.stream.budget import Budget
from playground.server.stream.feeds import Feeds
from playground.server.stream.messages import decode
from playground.server.stream.viewer import TooManyError, Viewer
from playground.watching.present import present

_log = logging.getLogger(__name__)
_loops: dict[asyncio.AbstractEventLoop, tuple[Budget, Feeds]] = {}


def stream_routes(prefix: str) -> list[WebSocketRoute]:
    """Beneath `prefix`: the websocket /stream."""
    return [WebSocketRoute(f"{prefix}/stream", stream)]


async def stream(socket: WebSocket) -> None:
    """Tells a page what changes in the runs and groups that it follows (see `messages`), until it goes."""
    who = person_of(socket.cookies.get(VISITOR))
    with present(who):
        await socket.accept()
        viewer = Viewer(socket, who, *_shared())
        telling = asyncio.create_task(viewer.tell())
        hearing = asyncio.create_task(_hear(socket, viewer))
        code = await _first_end(telling, hearing)
    if code is not None:
        with suppress(RuntimeError, WebSocketDisconnect):  # it is closed already
            await socket.close(code)


async def _hear(socket: WebSocket, viewer: Viewer) -> int | None:
    """Hears what the page says; returns why the stream ends, None where the page has gone."""
    try:
        while True:
            viewer.hear(decode(await socket.receive_text()))
    except (ValidationError, TooManyError, KeyError):  # a KeyError: bytes
        return WS_1008_POLICY_VIOLATION
    except WebSocketDisconnect:
        return None


async def _first_end(telling: asyncio.Task[None], hearing: asyncio.Task[int | None]) -> int | None:
    """Waits until one of both ends, and ends the other; the code to close with, None where the page has gone."""
    try:
        await asyncio.wait((telling, hearing), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (telling, hearing):
            task.cancel()
        await asyncio.wait((telling, hearing))
    if not telling.cancelled() and (error := telling.exception()) is not None:
        if isinstance(error, WebSocketDisconnect):
            return None
        _log.error("A stream has failed.", exc_info=error)
        return WS_1011_INTERNAL_ERROR
    return None if hearing.cancelled() else hearing.result()


def _shared() -> tuple[Budget, Feeds]:
    """What all streams of this event loop share; a process has one loop, a test several."""
    loop = asyncio.get_running_loop()
    if loop not in _loops:
        for ended in [other for other in _loops if other.is_closed()]:
            del _loops[ended]
        budget = Budget()
        _loops[loop] = (budget, Feeds(budget))
    return _loops[loop]
