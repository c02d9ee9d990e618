"""Fragments that follow others are drawn once, after all that they follow."""

import pytest
from streamlit.runtime.fragment import MemoryFragmentStorage

from playground.server.drawing import followers
from playground.server.drawing.followers import follow, with_followers


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> MemoryFragmentStorage:
    monkeypatch.setattr(followers, "_followers", {})
    follow("left", ["sum", "note"])
    follow("right", ["sum"])
    follow("sum", ["head"])
    found = MemoryFragmentStorage()
    for key in ("left", "right", "sum", "head"):
        found.register(f"id of {key}", lambda: None, target_key=key)
    found.register("id of none", lambda: None)
    return found


@pytest.mark.parametrize(
    ("asked", "drawn"),
    [
        (["right"], ["right", "sum", "head"]),
        (["sum"], ["sum", "head"]),
        (["head"], ["head"]),
        (["none"], ["none"]),
        (["sum", "left"], ["left", "sum", "head"]),
        (["left", "right"], ["left", "right", "sum", "head"]),
    ],
)
def test_followers_come_once_and_last(
    storage: MemoryFragmentStorage, asked: list[str], drawn: list[str]
) -> None:
    assert with_followers([f"id of {key}" for key in asked], storage) == [f"id of {key}" for key in drawn]
