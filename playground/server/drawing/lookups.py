"""Lookups of single keys in a session's state, without a copy of the whole state.

Streamlit's number inputs, text inputs and select boxes each read one key of `SessionState.filtered_state`, which copies
the whole state. These copies take a quarter of the Playground script's processor time, and more with each layer. See
https://github.com/streamlit/streamlit/issues/9415.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state import SessionState


class Lookup(Mapping[str, Any]):
    """The items of `filtered_state`. Iteration copies the state; a lookup of a key does not."""

    def __init__(self, state: SessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_copy(self._state))

    def __len__(self) -> int:
        return len(_copy(self._state))


def _copy(state: SessionState) -> Mapping[str, Any]:
    copy: Mapping[str, Any] = _WHOLE.fget(state)
    return copy


_CLASS: Any = SessionState
# Ends the server at its start if another release of Streamlit has no such property.
_WHOLE: Any = _CLASS.__dict__["filtered_state"]


def look_up_alone() -> None:
    """Replaces `SessionState.filtered_state` with a mapping that looks up single keys without a copy."""
    _CLASS.filtered_state = property(Lookup)
