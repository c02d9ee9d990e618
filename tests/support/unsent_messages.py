"""Sessions to which the server sends nothing for a while, as if it were busy with others."""

from typing import Any

from streamlit.runtime.app_session import AppSession

sessions: set[str] = set()
_SESSION: Any = AppSession
_FLUSH = _SESSION.flush_browser_queue


def hold_messages() -> None:
    """Holds back what is drawn for `sessions` from now on."""
    _SESSION.flush_browser_queue = _flush


def _flush(session: Any) -> list[Any]:
    messages: list[Any] = [] if session.id in sessions else _FLUSH(session)
    return messages
