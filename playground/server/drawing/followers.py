"""Followers: fragments that show what another fragment changes are drawn after it, in the same run of a script.

Streamlit runs only the fragment in which a widget was used. The fragments that depend on it are written beside it on
the page, so neither contains the other.
"""

from collections.abc import Iterable, Sequence

from streamlit.errors import StreamlitAPIException
from streamlit.runtime.fragment import FragmentStorage

_followers: dict[str, Sequence[str]] = {}  # keys of fragments, by the key of the one that they follow


def follow(key: str, followers: Sequence[str]) -> None:
    """Has the fragments with the keys `followers` drawn after each run of the fragment with the key `key`."""
    _followers[key] = followers


def with_followers(ids: Iterable[str], storage: FragmentStorage) -> list[str]:
    """The ids of the fragments that a request runs, each once: a follower comes after all that it follows."""
    keys = {found: key for key in _followers for found in _ids_of(key, storage)}
    ordered: list[str] = []

    def add(fragment: str) -> None:
        if fragment in ordered:
            ordered.remove(fragment)
        ordered.append(fragment)
        for follower in _followers.get(keys.get(fragment, ""), ()):
            for found in _ids_of(follower, storage):
                add(found)

    for each in ids:
        add(each)
    return ordered


def _ids_of(key: str, storage: FragmentStorage) -> list[str]:
    try:
        return storage.resolve_target(key)
    except StreamlitAPIException:  # the page that is open has no such fragment
        return []
