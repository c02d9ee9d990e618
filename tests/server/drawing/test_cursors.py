"""Copies of places on a page are places of their own, and are made without a look at each number."""

import copy
from typing import Any

import pytest
from streamlit.cursor import Cursor, LockedCursor, RunningCursor

from playground.server.drawing import cursors


@pytest.fixture(autouse=True)
def as_on_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cursor, "__deepcopy__", None, raising=False)  # taken away after the test
    cursors.copy_places()


@pytest.mark.parametrize(
    "place", [RunningCursor(0, (1, 2)), LockedCursor(1, (3,), 4)], ids=["running", "locked"]
)
def test_a_copy_is_made_of_what_a_place_holds(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_apart(*_: object) -> None:
        raise AssertionError("the place was taken apart")

    monkeypatch.setattr(copy, "_reconstruct", taken_apart)
    found = copy.deepcopy(place)
    assert type(found) is type(place)
    assert (found.delta_path, found.is_locked) == (place.delta_path, place.is_locked)


def test_a_copy_stays_where_it_is() -> None:
    place: Any = RunningCursor(0, (1,))
    place.lock_element()
    place.get_transient_cursor()
    place.transient_elements[0] = ["one"]
    found = copy.deepcopy(place)
    place.transient_elements[0].append("two")
    assert list(found.transient_elements) == [["one"]]
    place.lock_element()
    assert (found.delta_path, place.delta_path) == ([0, 1, 1], [0, 1, 2])
