"""Places on a page are copied by what they hold.

Each fragment on a page copies the places of all containers around it, each by `copy.deepcopy`, which looks at their
numbers one by one: with four fragments that was a twentieth of a script's time.
"""

from copy import deepcopy
from typing import Any

from streamlit.cursor import Cursor, LockedCursor, RunningCursor

# Ends the server at once where another release of Streamlit holds something else in a place.
_HELD = {"_root_container", "_parent_path", "_index", "_transient_index", "_transient_elements"}
if any(vars(kind(0)).keys() != _HELD for kind in (LockedCursor, RunningCursor)):
    raise RuntimeError("This release of Streamlit has other cursors.")

_CLASS: Any = Cursor


def copy_places() -> None:
    """Has a place copied as its numbers, and only what is transient in it as a whole."""
    _CLASS.__deepcopy__ = _copied


def _copied(place: Any, memo: dict[int, Any]) -> Any:
    copy = object.__new__(type(place))
    vars(copy).update(vars(place))  # numbers and tuples of numbers
    inside = place._transient_elements
    copy._transient_elements = deepcopy(inside, memo) if len(inside) else type(inside)()
    return copy
