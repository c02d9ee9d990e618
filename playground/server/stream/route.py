"""The route of the stream.

It is a websocket and not an event stream over HTTP (server-sent events), for these reasons:

* Streamlit's pages need a websocket too, so every proxy between a browser and this server already allows websockets.
* A websocket does not count as one of the six connections that a browser opens to a host over HTTP/1.1. With event
  streams in six tabs, no other page could load.
* It carries binary messages, and no middleware compresses or buffers them.
* The page can send messages too: the topics that it follows, and the messages that it has processed. Without these,
  buffers on both sides would fill with outdated messages.
* Uvicorn closes its websockets at a shutdown, but waits for the end of answers over HTTP.

A page without a stream requests the routes of curves and groups repeatedly.
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
    """Sends a page the changes of the runs and groups that it follows (see `messages`), until it disconnects."""
    who = person_of(socket.cookies.get(VISITOR))
    with present(who):
        await socket.accept()
        viewer = Viewer(socket, who, *_shared())
        telling = asyncio.create_task(viewer.tell())
        hearing = asyncio.create_task(_hear(socket, viewer))
        code = await _first_end(telling, hearing)
    if code is not None:
        with suppress(RuntimeError, WebSocketDisconnect):  # it is already closed
            await socket.close(code)


async def _hear(socket: WebSocket, viewer: Viewer) -> int | None:
    """Handles the page's messages; returns the code to close with, None if the page has disconnected."""
    try:
        while True:
            viewer.hear(decode(await socket.receive_text()))
    except (ValidationError, TooManyError, KeyError):  # Starlette raises a KeyError for a binary message
        return WS_1008_POLICY_VIOLATION
    except WebSocketDisconnect:
        return None


async def _first_end(telling: asyncio.Task[None], hearing: asyncio.Task[int | None]) -> int | None:
    """Waits for the end of one task and cancels the other.

    Returns the code to close with, None if the page has disconnected.
    """
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
    """The budget and the feeds of all streams of this event loop; a process has one loop, a test several."""
    loop = asyncio.get_running_loop()
    if loop not in _loops:
        for ended in [other for other in _loops if other.is_closed()]:
            del _loops[ended]
        budget = Budget()
        _loops[loop] = (budget, Feeds(budget))
    return _loops[loop]
