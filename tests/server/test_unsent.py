"""A page's thread is heard to its end before the next one begins."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.app_session import AppSessionState

from playground.server import unsent
from tests.support.waiting import awaited


def test_the_next_thread_begins_once_the_last_is_heard_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def begin(session: Any, asked: str) -> None:
        begun.append(asked)
        session._scriptrunner = SimpleNamespace(request_rerun=take)

    def take(asked: str) -> bool:
        begun.append(asked)
        return True

    monkeypatch.setattr(unsent, "_CREATE", begin)

    async def ask() -> None:
        session = SimpleNamespace(
            _scriptrunner=SimpleNamespace(request_rerun=lambda _: False),
            _event_loop=asyncio.get_running_loop(),
            _state=AppSessionState.APP_NOT_RUNNING,
        )
        for asked in ("first", "second"):
            unsent._create(session, asked)
        await asyncio.sleep(3 * unsent.SOON)
        assert begun == []
        session._scriptrunner = None  # its last event was handled
        while len(begun) < 2:
            await asyncio.sleep(unsent.SOON)

    awaited(ask())
    assert begun == ["first", "second"]
