"""What a page's script has drawn and the server has not sent yet stays when the next script begins.

Streamlit loses it in two ways, and the next script is then drawn into a page that is not there: beside or over its
neighbours, or the page goes blank ("Cannot set a node at a delta path").

- When the script of a fragment begins, it drops those of the waiting messages that are of the fragment: it draws them
  anew. But where the script of the whole page has just ended, the message of its end stays, and at that the browser
  takes away whatever the script did not draw: the fragment. What stood behind it in the same container moves up. One
  press on a fragment's button while the whole page was drawn did this four times of five.
- When a page's thread has ended and a request comes, Streamlit begins another thread at once, and from then on hears
  nothing of the first, whose last messages may still wait in the event loop.
"""

from typing import Any

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

SOON = 0.002  # seconds from one look whether the last thread is heard to its end to the next

# Ends the server at once where another release of Streamlit has no such parts.
_QUEUE: Any = ForwardMsgQueue
_CLEAR = _QUEUE.clear
_SESSION: Any = AppSession
_CREATE = _SESSION._create_scriptrunner


def keep_unsent() -> None:
    """Has the script of a fragment drop nothing, and each thread of a page be heard to its end before the next begins.

    The script of a whole page still drops what it draws anew.
    """
    _QUEUE.clear = _clear
    _SESSION._create_scriptrunner = _create


def _clear(
    queue: Any, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
) -> None:
    if fragment_ids_this_run:
        queue._delta_index_map = {}  # nothing new takes the place of a message that stands before the end of its script
    else:
        _CLEAR(queue, retain_lifecycle_msgs, fragment_ids_this_run)


def _create(session: Any, asked: Any) -> None:
    """Begins a thread for what was asked; later, where the one that takes no more is not heard to its end."""
    if session._scriptrunner is None:
        _CREATE(session, asked)
    else:
        session._event_loop.call_later(SOON, _take, session, asked)


def _take(session: Any, asked: Any) -> None:
    if session._state == AppSessionState.SHUTDOWN_REQUESTED:
        return
    if session._scriptrunner is None or not session._scriptrunner.request_rerun(asked):
        _create(session, asked)
