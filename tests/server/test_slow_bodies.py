"""A body that does not come is no reason to wait for ever."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from playground.server import slow_bodies
from playground.server.slow_bodies import SlowBodies
from tests.support.waiting import awaited


def heard(*bodies: bytes, comes_after: float = 0.0, works_for: float = 0.0) -> list[Message]:
    """What a route hears that reads until the body is whole or the browser has gone.

    The browser sends these parts and no end; b"" is the end. By the loop's clock, which nobody waits for, a part comes
    after some seconds, and the route works for some seconds after each part.
    """
    told: list[Message] = []
    parts = iter(bodies)
    passed = 0.0

    def pass_by(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    async def whole() -> None:
        loop = asyncio.get_running_loop()
        now = loop.time
        loop.time = lambda: now() + passed  # type: ignore[method-assign]
        await SlowBodies(route)({"type": "http", "method": "POST"}, receive, send)

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            told.append(await receive())
            if not told[-1].get("more_body"):
                return
            pass_by(works_for)

    async def receive() -> Message:
        pass_by(comes_after)
        await asyncio.sleep(0)
        body = next(parts, None)
        if body is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": body, "more_body": body != b""}

    async def send(_: Message) -> None:
        raise AssertionError

    awaited(whole())
    return told


def test_a_body_that_stops_coming_is_told_as_a_browser_that_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_bodies, "SILENCE", 0.1)
    assert [message["type"] for message in heard(b"a")] == ["http.request", "http.disconnect"]
    assert [message["type"] for message in heard()] == ["http.disconnect"]


def test_a_body_that_comes_whole_is_passed_on() -> None:
    assert b"".join(message["body"] for message in heard(b"a", b"b", b"")) == b"ab"


def test_a_body_that_comes_in_drops_is_cut_off() -> None:
    found = heard(*[b"a"] * 100, b"", comes_after=10.0)
    assert found[-1]["type"] == "http.disconnect"
    assert len(found) < 10


def test_a_large_body_over_a_bad_connection_comes_whole() -> None:
    part = b"a" * slow_bodies.SLOWEST * 11
    assert len(heard(*[part] * 20, b"", comes_after=10.0)) == 21


def test_the_time_in_which_a_route_works_does_not_count() -> None:
    assert [message["type"] for message in heard(b"a", b"b", b"", works_for=3600.0)] == ["http.request"] * 3
