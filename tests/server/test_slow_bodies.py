"""A body that does not come is no reason to wait for ever."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from playground.server import slow_bodies
from playground.server.slow_bodies import SlowBodies
from tests.support.waiting import awaited


def heard(*bodies: bytes, method: str = "POST") -> list[Message]:
    """What a route hears that reads until the body is whole or the browser has gone, and then once more.

    The browser sends these parts and no end; b"" is the end.
    """
    told: list[Message] = []
    parts = iter(bodies)

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            told.append(await receive())
            if not told[-1].get("more_body"):
                return

    async def receive() -> Message:
        body = next(parts, None)
        if body is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": body, "more_body": body != b""}

    async def send(_: Message) -> None:
        raise AssertionError

    awaited(SlowBodies(route)({"type": "http", "method": method}, receive, send))
    return told


def test_a_body_that_stops_coming_is_told_as_a_browser_that_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_bodies, "SILENCE", 0.1)
    assert [message["type"] for message in heard(b"a")] == ["http.request", "http.disconnect"]
    assert [message["type"] for message in heard()] == ["http.disconnect"]


def test_a_body_that_comes_whole_is_passed_on() -> None:
    assert b"".join(message["body"] for message in heard(b"a", b"b", b"")) == b"ab"
