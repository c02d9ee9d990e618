"""Cursors, Streamlit's positions on a page, are copied by what they hold.

Each fragment on a page copies the cursors of all containers around it, each by `copy.deepcopy`, which looks at their
numbers one by one: with four fragments that was a twentieth of a script's time.
"""

from copy import deepcopy
from typing import Any

from streamlit.cursor import Cursor, LockedCursor, RunningCursor

# Ends the server at once where another release of Streamlit holds something else in a cursor.
_HELD = {"_root_container", "_parent_path", "_index", "_transient_index", "_transient_elements"}
if any(vars(kind(0)).keys() != _HELD for kind in (LockedCursor, RunningCursor)):
    raise RuntimeError("This release of Streamlit has other cursors.")

_CLASS: Any = Cursor


def copy_cursors() -> None:
    """Makes `deepcopy` of a cursor copy its numbers as they are; only its transient elements are copied deeply."""
    _CLASS.__deepcopy__ = _copy


def _copy(cursor: Any, memo: dict[int, Any]) -> Any:
    copy = object.__new__(type(cursor))
    vars(copy).update(vars(cursor))  # numbers and tuples of numbers
    inside = cursor._transient_elements
    copy._transient_elements = deepcopy(inside, memo) if len(inside) else type(inside)()
    return copy
