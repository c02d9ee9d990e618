"""A page's thread is heard to its end before the next one begins."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.app_session import AppSessionState

from playground.server.drawing import unsent


def test_the_next_thread_begins_once_the_last_is_heard_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    waiting: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def take(asked: str) -> bool:
        begun.append(asked)
        return True

    def begin(session: Any, asked: str) -> None:
        begun.append(asked)
        session._scriptrunner = SimpleNamespace(request_rerun=take)

    def look_again() -> None:
        now, waiting[:] = list(waiting), []
        for call, arguments in now:
            call(*arguments)

    monkeypatch.setattr(unsent, "_CREATE", begin)
    session = SimpleNamespace(
        _scriptrunner=SimpleNamespace(request_rerun=lambda _: False),
        _event_loop=SimpleNamespace(call_later=lambda _, call, *arguments: waiting.append((call, arguments))),
        _state=AppSessionState.APP_NOT_RUNNING,
    )
    for asked in ("first", "second"):
        unsent._create(session, asked)
    look_again()
    assert begun == []
    session._scriptrunner = None  # its last event was handled
    look_again()
    assert begun == ["first", "second"]
    assert waiting == []
