"""What a click in the plot of points does to the draft."""

from typing import Any

import pytest
import streamlit

from playground.components.points import Heard
from playground.experiment import Experiment
from playground.ui.forms.points_form import _points_of, _take
from playground.ui.frame.draft import Draft

OWN = [[1.0, 2.0, "blue"]]
FIRST = {"editor": "me", "number": 1}


@pytest.fixture
def toasts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(streamlit, "toast", said.append)
    return said


def taken(
    monkeypatch: pytest.MonkeyPatch, of: str | None = None, **edited: Any
) -> tuple[dict[str, Any], Heard | None]:
    """The options after a message of the plot, and what the plot hears of it."""
    options = {"points": 50, "noise": 20, "removed": [1]}
    draft = Draft(Experiment.model_validate({"data": {"dataset": "circle", "options": options}}))
    message = {**FIRST, "of": of or _points_of(options), "added": [], "removed": [], **edited}
    state: dict[str, Any] = {"plot": {"edited": message}}
    monkeypatch.setattr(streamlit, "session_state", state)
    _take(draft, "plot")
    return draft.data.options, state["visit"].heard_edit


def test_all_that_is_added_and_removed_replaces_what_was(monkeypatch: pytest.MonkeyPatch) -> None:
    options, heard = taken(monkeypatch, added=OWN, removed=[3, 4])
    assert options == {"points": 50, "noise": 20, "added": OWN, "removed": [3, 4]}
    assert heard == Heard("me", 1)


def test_a_message_that_comes_again_after_a_later_one_takes_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = Draft(Experiment.model_validate({"data": {"dataset": "circle"}}))
    state: dict[str, Any] = {}
    monkeypatch.setattr(streamlit, "session_state", state)
    for number, removed in [(1, [3]), (2, [3, 4]), (1, [3])]:
        message = {"editor": "me", "number": number, "of": _points_of({}), "added": [], "removed": removed}
        state["plot"] = {"edited": message}
        _take(draft, "plot")
    assert draft.data.options == {"removed": [3, 4]}
    assert state["visit"].heard_edit.number == 2


def test_nothing_added_or_removed_leaves_the_options_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(monkeypatch)[0] == {"points": 50, "noise": 20}


def test_what_was_removed_from_other_points_is_not_removed_from_these(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options, heard = taken(monkeypatch, of="[50, 10.0, 0]", added=OWN, removed=[3])
    assert options == {"points": 50, "noise": 20, "added": OWN}
    assert heard == Heard("me", 1)


@pytest.mark.parametrize(
    "edited", [{"added": [[1, 2, "red"]]}, {"added": [[1, 99, "blue"]]}, {"removed": [50]}]
)
def test_a_message_that_cannot_be_leaves_the_draft_as_it_was(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str], edited: dict[str, Any]
) -> None:
    options, _ = taken(monkeypatch, **edited)
    assert options["removed"] == [1]
    assert len(toasts) == 1


@pytest.mark.parametrize(
    "message",
    [
        *(0, "edited", [], {}, {**FIRST}),
        {**FIRST, "editor": ["s"], "of": "", "added": [], "removed": []},
        {**FIRST, "number": 0, "of": "", "added": [], "removed": []},
        {**FIRST, "of": "", "added": 10**9, "removed": []},
        {**FIRST, "of": "", "added": [], "removed": ["1"]},
        {**FIRST, "of": "", "added": [[0.0, 0.0, {}]], "removed": []},
        {**FIRST, "of": "", "added": [[0.0, 0.0]] * 100_000, "removed": []},
        {**FIRST, "editor": "s" * 10**6, "of": "", "added": [], "removed": []},
    ],
)
def test_a_forged_message_does_nothing(monkeypatch: pytest.MonkeyPatch, message: Any) -> None:
    draft = Draft(Experiment.model_validate({"data": {"dataset": "circle", "options": {"removed": [1]}}}))
    state: dict[str, Any] = {"plot": {"edited": message}}
    monkeypatch.setattr(streamlit, "session_state", state)
    _take(draft, "plot")
    assert draft.data.options == {"removed": [1]}
    assert list(state) == ["plot"]
