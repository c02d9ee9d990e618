"""What a click in the plot of points does to the draft."""

from typing import Any

import pytest
import streamlit

from playground.experiment import Experiment
from playground.ui.draft import Draft
from playground.ui.points_form import _of, _take

OWN = [[1.0, 2.0, "blue"]]


@pytest.fixture
def toasts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(streamlit, "toast", said.append)
    return said


def taken(
    monkeypatch: pytest.MonkeyPatch, of: str | None = None, **edited: Any
) -> tuple[dict[str, Any], str]:
    """The options after a message of the plot, and the stamp that the plot gets back."""
    options = {"points": 50, "noise": 20, "removed": [1]}
    draft = Draft(Experiment.model_validate({"data": {"dataset": "circle", "options": options}}))
    message = {"stamp": "me-1", "of": of or _of(options), "added": [], "removed": [], **edited}
    state: dict[str, Any] = {"plot": {"edited": message}}
    monkeypatch.setattr(streamlit, "session_state", state)
    _take(draft, "plot")
    return draft.data["options"], state["heard_points"]


def test_all_that_is_added_and_removed_replaces_what_was(monkeypatch: pytest.MonkeyPatch) -> None:
    options, heard = taken(monkeypatch, added=OWN, removed=[3, 4])
    assert options == {"points": 50, "noise": 20, "added": OWN, "removed": [3, 4]}
    assert heard == "me-1"


def test_nothing_added_or_removed_leaves_the_options_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(monkeypatch)[0] == {"points": 50, "noise": 20}


def test_what_was_removed_from_other_points_is_not_removed_from_these(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options, heard = taken(monkeypatch, of="[50, 10.0, 0]", added=OWN, removed=[3])
    assert options == {"points": 50, "noise": 20, "added": OWN}
    assert heard == "me-1"


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
        *(0, "edited", [], {}, {"stamp": "s"}),
        {"stamp": ["s"], "of": "", "added": [], "removed": []},
        {"stamp": "s", "of": "", "added": 10**9, "removed": []},
        {"stamp": "s", "of": "", "added": [], "removed": ["1"]},
        {"stamp": "s", "of": "", "added": [[0.0, 0.0, {}]], "removed": []},
        {"stamp": "s", "of": "", "added": [[0.0, 0.0]] * 100_000, "removed": []},
        {"stamp": "s" * 10**6, "of": "", "added": [], "removed": []},
    ],
)
def test_a_forged_message_does_nothing(monkeypatch: pytest.MonkeyPatch, message: Any) -> None:
    draft = Draft(Experiment.model_validate({"data": {"dataset": "circle", "options": {"removed": [1]}}}))
    state: dict[str, Any] = {"plot": {"edited": message}}
    monkeypatch.setattr(streamlit, "session_state", state)
    _take(draft, "plot")
    assert draft.data["options"] == {"removed": [1]}
    assert list(state) == ["plot"]
