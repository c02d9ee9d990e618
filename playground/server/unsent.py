"""What a page's script has drawn and the server has not sent yet stays when the script of a fragment begins.

Streamlit drops those of the waiting messages that are of the fragment: it draws them anew. But where the script of the
whole page has just ended, the message of its end stays, and at that the browser takes away whatever the script did not
draw: the fragment, whose messages were dropped. What stood behind it in the same container moves up; the fragment is
then drawn over its neighbour, or at a place that is not there, and the page goes blank ("Cannot set a node at a delta
path"). One press on a fragment's button while the whole page was drawn did this four times of five.
"""

from typing import Any

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

# Ends the server at once where another release of Streamlit has no such parts.
_CLASS: Any = ForwardMsgQueue
_CLEAR = _CLASS.clear


def keep_unsent() -> None:
    """Has the script of a fragment drop nothing. The script of a whole page still drops what it draws anew."""
    _CLASS.clear = _clear


def _clear(
    queue: Any, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
) -> None:
    if fragment_ids_this_run:
        queue._delta_index_map = {}  # nothing new takes the place of a message that stands before the end of its script
    else:
        _CLEAR(queue, retain_lifecycle_msgs, fragment_ids_this_run)
