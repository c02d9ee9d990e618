"""Unsent messages: a script's messages that are not sent yet stay in the queue when the next script begins.

Streamlit loses them in two ways. Then the next script's elements appear in the wrong position, or the page goes blank
("Cannot set a node at a delta path").

- When the script of a fragment begins, Streamlit drops the fragment's messages from the queue, because the script sends
  them anew. If the script of the whole page has just ended, the message of its end stays in the queue. It makes the
  browser remove all elements that the script did not send, so also the fragment, and later elements of the same
  container move up. One press on a fragment's button during the script of the page caused this in four of five cases.
- When a request comes after the thread of a script has ended, Streamlit starts another thread immediately. From then on
  it ignores the first thread, whose last messages may still wait in the event loop.
"""

from typing import Any

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

SOON = 0.002  # seconds between two checks whether all messages of the last thread are in the queue

# Ends the server at its start if another release of Streamlit has no such attributes.
_QUEUE: Any = ForwardMsgQueue
_CLEAR = _QUEUE.clear
_SESSION: Any = AppSession
_CREATE = _SESSION._create_scriptrunner


def keep_unsent() -> None:
    """Patches Streamlit: fragments drop no messages, and a thread begins only after all messages of the last thread.

    The script of a whole page still drops the messages that it sends anew.
    """
    _QUEUE.clear = _clear
    _SESSION._create_scriptrunner = _create


def _clear(
    queue: Any, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
) -> None:
    if fragment_ids_this_run:
        queue._delta_index_map = {}  # so no new message replaces one before the end of its script
    else:
        _CLEAR(queue, retain_lifecycle_msgs, fragment_ids_this_run)


def _create(session: Any, rerun_data: Any) -> None:
    """Starts a thread for a request, but not before all messages of the ended thread are in the queue."""
    if session._scriptrunner is None:
        _CREATE(session, rerun_data)
    else:
        session._event_loop.call_later(SOON, _take, session, rerun_data)


def _take(session: Any, rerun_data: Any) -> None:
    if session._state == AppSessionState.SHUTDOWN_REQUESTED:
        return
    if session._scriptrunner is None or not session._scriptrunner.request_rerun(rerun_data):
        _create(session, rerun_data)
