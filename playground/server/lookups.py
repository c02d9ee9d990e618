"""Fields that look up their own value alone.

Streamlit's fields for numbers, words and choices each ask `SessionState.filtered_state` for one key, and that copies
all that a visit holds: a quarter of the processor's time of the Playground's script, and more with each layer. See
https://github.com/streamlit/streamlit/issues/9415.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state import SessionState


class Lookup(Mapping[str, Any]):
    """What `filtered_state` holds. It is copied where somebody goes through it, not where a key is looked up."""

    def __init__(self, state: SessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_copied(self._state))

    def __len__(self) -> int:
        return len(_copied(self._state))


def _copied(state: SessionState) -> Mapping[str, Any]:
    copy: Mapping[str, Any] = _WHOLE.fget(state)
    return copy


_CLASS: Any = SessionState
# Ends the server at once where another release of Streamlit has no such property.
_WHOLE: Any = _CLASS.__dict__["filtered_state"]


def look_up_alone() -> None:
    """Has every visit's state look up single keys without a copy of all that it holds."""
    _CLASS.filtered_state = property(Lookup)
