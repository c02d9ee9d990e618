"""Messages of a script go to the browser together: in their order, and none is left behind."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from websockets.exceptions import ConnectionClosedOK
from websockets.sync.client import connect

from playground.server.drawing import together
from tests.support.uvicorn_server import port_of, serving
from tests.support.waiting import SECONDS, awaited

MESSAGE, END = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS
MANY = 300


class Session:
    """What a script's events come to: which were handled, and how often the event loop was woken for them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.handled: list[Any] = []
        self.woken = 0
        self.told = 0
        self._event_loop = asyncio.get_running_loop()
        self._message_enqueued_callback: Any = self._tell
        monkeypatch.setattr(together, "_CALL_SOON", Session._call_soon)
        monkeypatch.setattr(together, "_HANDLE", Session._handle)

    def _tell(self) -> None:
        self.told += 1

    def _call_soon(self, callback: Any) -> None:
        self.woken += 1
        self._event_loop.call_soon_threadsafe(callback)

    def _handle(self, sender: Any, event: ScriptRunnerEvent, forward_msg: Any = None) -> None:
        if isinstance(forward_msg, Exception):
            raise forward_msg
        self.handled.append(event if forward_msg is None else forward_msg)
        if self._message_enqueued_callback:
            self._message_enqueued_callback()


def test_a_script_wakes_the_event_loop_once_for_many_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    async def whole() -> Session:
        session = Session(monkeypatch)
        for number in range(MANY):
            together._on_scriptrunner_event(session, None, event=MESSAGE, forward_msg=number)
        together._on_scriptrunner_event(session, None, event=END)
        while len(session.handled) <= MANY:
            await asyncio.sleep(0)
        return session

    session = awaited(whole())
    assert session.handled == [*range(MANY), END]
    assert session.woken == 2  # for the first message, and for the end
    assert session.told == 1


def test_messages_go_out_while_the_script_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def whole() -> Session:
        session = Session(monkeypatch)
        for rounds in (1, 2):
            together._on_scriptrunner_event(session, None, event=MESSAGE, forward_msg=rounds)
            async with asyncio.timeout(SECONDS):
                while len(session.handled) < rounds:
                    await asyncio.sleep(0)
        return session

    assert awaited(whole()).handled == [1, 2]


def test_events_after_one_that_fails_are_handled(monkeypatch: pytest.MonkeyPatch) -> None:
    failed: list[Any] = []

    async def whole() -> Session:
        session = Session(monkeypatch)
        session._event_loop.set_exception_handler(lambda _, said: failed.append(said["exception"]))
        for message in (ValueError("wrong"), "next"):
            together._on_scriptrunner_event(session, None, event=MESSAGE, forward_msg=message)
        async with asyncio.timeout(SECONDS):
            while not session.told:
                await asyncio.sleep(0)
        return session

    assert awaited(whole()).handled == ["next"]
    assert [str(each) for each in failed] == ["wrong"]


def test_the_messages_of_a_page_take_few_turns_of_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(together, "_FLUSH", lambda _: list(range(MANY)))
    monkeypatch.setattr(together, "_SEND", lambda *said: sent.append(said))
    queue = SimpleNamespace(is_empty=lambda: False)
    turns = together._flush_browser_queue(SimpleNamespace(_browser_queue=queue))
    for messages in turns:
        together._send_message("runtime", "browser", messages)
    assert len(turns) == MANY / together.MOST
    assert sent == [("runtime", "browser", number) for number in range(MANY)]


async def many(websocket: WebSocket) -> None:
    await websocket.accept()
    for number in range(MANY):
        await websocket.send_text(f"{number} {'.' * number}")
    await websocket.close()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that sends many messages in one turn of its event loop, and closes."""
    monkeypatch.setattr(together._PROTOCOL, "connection_made", together._connection_made)
    with serving(Starlette(routes=[WebSocketRoute("/many", many)])) as server:
        yield port_of(server)


def test_a_message_alone_is_written_at_once() -> None:
    async def whole() -> list[bytes]:
        written: list[bytes] = []
        gathered = together.Gathered(SimpleNamespace(write=written.append), asyncio.get_running_loop())
        for message in (b"one", b"two"):
            gathered.write(message)
            assert written[-1] == message
            await asyncio.sleep(0)
        for message in (b"3", b"4", b"5"):
            gathered.write(message)
        await asyncio.sleep(0)
        return written

    assert awaited(whole()) == [b"one", b"two", b"3", b"45"]


def test_messages_of_one_turn_are_written_together_and_arrive_before_the_close(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[int] = []
    write = together.Gathered._flush

    def counted(gathered: together.Gathered) -> None:
        writes.append(len(gathered._parts))
        write(gathered)

    monkeypatch.setattr(together.Gathered, "_flush", counted)
    with connect(f"ws://127.0.0.1:{port}/many") as websocket:
        for number in range(MANY):
            assert websocket.recv(SECONDS) == f"{number} {'.' * number}"
        with pytest.raises(ConnectionClosedOK):
            websocket.recv(SECONDS)
    assert max(writes) > MANY / 2
