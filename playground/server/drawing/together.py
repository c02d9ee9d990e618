"""Messages of a page's script go to the browser together.

Streamlit takes each message of a script, some 200 of them, from thread to thread by itself: the script wakes the event
loop for each, which sends each with a turn and a system call of its own. While the script computes, both threads wait
for Python's lock at each of these. Here

- a script wakes the event loop once for all messages of the next `SOON` seconds. Every other event of a script, such as
  its end, is told at once, behind the messages before it.
- the event loop sends up to `MOST` messages of a page in one turn.
- what one turn of the event loop writes to a websocket leaves in two system calls. Every message stays its own frame.
"""

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SOON = 0.01  # seconds that a message of a script waits for the next ones
MOST = 50  # messages of one page for one turn of the event loop
MOST_BYTES = 65_536  # that wait for the end of a turn

_WAITING = "playground_waiting"  # of a session: the events of its scripts that were not handled yet

# Ends the server at once where another release of Streamlit or uvicorn has no such parts.
_SESSION: Any = AppSession
_ON_EVENT, _FLUSH = _SESSION._on_scriptrunner_event, _SESSION.flush_browser_queue
_HANDLE, _CALL_SOON = (
    _SESSION._handle_scriptrunner_event_on_event_loop,
    _SESSION._call_soon_on_event_loop,
)
_RUNTIME: Any = Runtime
_SEND = _RUNTIME._send_message
_PROTOCOL: Any = WebSocketsSansIOProtocol
_MADE = _PROTOCOL.connection_made


@dataclass
class _Waiting:
    """Events of the scripts of one page, in their order."""

    events: list[Callable[[Any], None]] = field(default_factory=list)
    is_awaited: bool = False  # whether the event loop comes for them after `SOON`
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Messages(list[Any]):
    """Messages that are sent in one turn."""


class Gathered:
    """A transport that writes what comes first at once, and what follows in the same turn of the event loop together.

    Args:
        transport: the connection itself, which does everything else.
        loop: its event loop.
    """

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []
        self._size = 0
        self._is_gathering = False

    def write(self, data: bytes) -> None:
        """Writes at the end of this turn; now where nothing was written in it, or much is waiting."""
        if not self._is_gathering:
            self._is_gathering = True
            self._loop.call_soon(self._end_turn)
            self._transport.write(data)
            return
        self._parts.append(data)
        self._size += len(data)
        if self._size >= MOST_BYTES:
            self._flush()

    def close(self) -> None:
        """Writes what waits, and closes the connection."""
        self._flush()
        self._transport.close()

    def _end_turn(self) -> None:
        self._is_gathering = False
        self._flush()

    def _flush(self) -> None:
        if self._parts:
            parts, self._parts, self._size = self._parts, [], 0
            self._transport.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def send_together() -> None:
    """Has messages of a script go to the browser together."""
    _SESSION._on_scriptrunner_event = _on_scriptrunner_event
    _SESSION.flush_browser_queue = _flush_browser_queue
    _RUNTIME._send_message = _send_message
    _PROTOCOL.connection_made = _connection_made


def _on_scriptrunner_event(
    session: Any, sender: Any, event: ScriptRunnerEvent, *said: Any, **more: Any
) -> None:
    waiting: _Waiting = session.__dict__.setdefault(_WAITING, _Waiting())
    with waiting.lock:
        waiting.events.append(partial(_handle, sender, event, said, more))
        if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
            come = _take
        elif not waiting.is_awaited:
            come, waiting.is_awaited = _take_soon, True
        else:
            return
    _CALL_SOON(session, partial(come, session, waiting))


def _handle(
    sender: Any, event: ScriptRunnerEvent, said: Iterable[Any], more: dict[str, Any], session: Any
) -> None:
    _HANDLE(session, sender, event, *said, **more)


def _take_soon(session: Any, waiting: _Waiting) -> None:
    session._event_loop.call_later(SOON, _take, session, waiting)


def _take(session: Any, waiting: _Waiting) -> None:
    """Handles all events that wait; the loop that sends messages is woken once for them."""
    with waiting.lock:
        events, waiting.events, waiting.is_awaited = waiting.events, [], False
    wake, session._message_enqueued_callback = session._message_enqueued_callback, None
    try:
        for handle in events:
            try:
                handle(session)
            except Exception as error:  # as the event loop does it, which goes on with the next event
                said = {"message": "An event of a script was not handled.", "exception": error}
                session._event_loop.call_exception_handler(said)
    finally:
        session._message_enqueued_callback = wake
        if events and wake:
            wake()


def _flush_browser_queue(session: Any) -> list[_Messages]:
    if session._browser_queue.is_empty():  # as those of most pages are, whenever one is sent something
        return []
    messages = _FLUSH(session)
    return [_Messages(messages[first : first + MOST]) for first in range(0, len(messages), MOST)]


def _send_message(runtime: Any, to: Any, said: Any) -> None:
    # A list from before `send_together` has single messages.
    for message in said if isinstance(said, _Messages) else [said]:
        _SEND(runtime, to, message)


def _connection_made(protocol: Any, transport: Any) -> None:
    _MADE(protocol, transport)
    protocol.transport = Gathered(transport, protocol.loop)
