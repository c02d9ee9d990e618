"""Copies of cursors are cursors of their own, and are made without a look at each number."""

import copy
from typing import Any

import pytest
from streamlit.cursor import Cursor, LockedCursor, RunningCursor

from playground.server.drawing import cursors


@pytest.fixture(autouse=True)
def as_on_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cursor, "__deepcopy__", None, raising=False)  # taken away after the test
    cursors.copy_cursors()


@pytest.mark.parametrize(
    "cursor", [RunningCursor(0, (1, 2)), LockedCursor(1, (3,), 4)], ids=["running", "locked"]
)
def test_a_copy_is_made_of_what_a_cursor_holds(cursor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_apart(*_: object) -> None:
        raise AssertionError("the cursor was taken apart")

    monkeypatch.setattr(copy, "_reconstruct", taken_apart)
    found = copy.deepcopy(cursor)
    assert type(found) is type(cursor)
    assert (found.delta_path, found.is_locked) == (cursor.delta_path, cursor.is_locked)


def test_a_copy_stays_where_it_is() -> None:
    cursor: Any = RunningCursor(0, (1,))
    cursor.lock_element()
    cursor.get_transient_cursor()
    cursor.transient_elements[0] = ["one"]
    found = copy.deepcopy(cursor)
    cursor.transient_elements[0].append("two")
    assert list(found.transient_elements) == [["one"]]
    cursor.lock_element()
    assert (found.delta_path, cursor.delta_path) == ([0, 1, 1], [0, 1, 2])
