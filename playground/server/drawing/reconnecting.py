"""Reconnecting: a page whose connection was cut during a script is drawn anew by another run of the script.

The messages that were sent into the cut connection are lost. Streamlit sends the script's other messages after the page
has reconnected. Some are elements of containers that the page does not have, so it goes blank ("Cannot set a node at a
delta path"). The message of the script's end makes the page remove all elements whose messages were lost. So the page
gets no further messages from the cut script.
"""

from typing import Any

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

SOON = 1.0  # seconds after which the server draws a reconnected page that has requested nothing itself
_REPLIES = {"file_urls_response", "backend_operation_response"}  # types of messages that no script sends

# Attributes of a session:
_CUT_SCRIPT = "playground_cut_script"  # the runner of the script during which the connection was cut
_NEEDS_DRAWING = "playground_needs_drawing"  # whether messages were lost, and no script was requested since

# Ends the server at its start if another release of Streamlit has no such attributes.
_MANAGER: Any = WebsocketSessionManager
_DISCONNECT, _RESUME = _MANAGER.disconnect_session, _MANAGER._resume_stored_session
_SESSION: Any = AppSession
_ENQUEUE, _REQUEST = _SESSION._enqueue_forward_msg, _SESSION.request_rerun


def draw_anew_after_cuts() -> None:
    """Patches Streamlit: reconnected pages are drawn anew if their connection was cut during a script."""
    _MANAGER.disconnect_session, _MANAGER._resume_stored_session = _disconnect, _resume
    _SESSION._enqueue_forward_msg, _SESSION.request_rerun = _enqueue, _request


def _disconnect(manager: Any, session_id: str) -> None:
    found = manager.get_active_session_info(session_id)
    _DISCONNECT(manager, session_id)
    if found is None:
        return
    session = found.session
    waiting = session._browser_queue.flush()
    replies = [message for message in waiting if message.WhichOneof("type") in _REPLIES]
    for reply in replies:
        session._browser_queue.enqueue(reply)
    setattr(session, _CUT_SCRIPT, session._scriptrunner)
    if session._scriptrunner is not None or len(waiting) > len(replies):
        setattr(session, _NEEDS_DRAWING, True)


def _enqueue(session: Any, message: Any) -> None:
    """Enqueues a message, unless it is from the cut script."""
    runner = session._scriptrunner
    is_cut = runner is not None and runner is getattr(session, _CUT_SCRIPT, None)
    if not is_cut or message.WhichOneof("type") in _REPLIES:
        _ENQUEUE(session, message)


def _resume(manager: Any, session_id: str | None, client: Any, user_info: Any) -> str | None:
    resumed: str | None = _RESUME(manager, session_id, client, user_info)
    if resumed is not None:
        session = manager.get_active_session_info(resumed).session
        # The browser requests a script itself if it knows that one was running.
        session._event_loop.call_later(SOON, _draw, session)
    return resumed


def _draw(session: Any) -> None:
    if getattr(session, _NEEDS_DRAWING, False) and session._state != AppSessionState.SHUTDOWN_REQUESTED:
        session.request_rerun(session._client_state)


def _request(session: Any, client_state: Any) -> None:
    setattr(session, _NEEDS_DRAWING, False)
    _REQUEST(session, client_state)
