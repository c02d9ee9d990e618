"""Numbers of early stopping that do not fit are told; those that the page writes fit, and no preset is blamed."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.__main__ import main
from playground.commands import console
from playground.doctor.stopping import fitting_plateau, fitting_stopping
from playground.errors import ExperimentError, Problem
from playground.experiment import EarlyStopping
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import plan
from tests.support.cases import content

T3, T4, N27 = (content(name) for name in ("T3", "T4", "N27"))


def notes(experiment: dict[str, Any]) -> dict[str, str]:
    """The sentences by their field; several of one field one after the other."""
    said: dict[str, str] = {}
    for note in plan(from_content(experiment)).notes:
        said[note.field] = f"{said.get(note.field, '')} {note.sentence}".strip()
    return said


def with_fitting_numbers(experiment: dict[str, Any]) -> dict[str, Any]:
    """The experiment as the page's switches set it up: first early stopping, or first the plateau."""
    planned = plan(from_content(experiment))
    before = planned.experiment.training
    training = before.model_copy(update={"early_stopping": None, "reduce_lr_on_plateau": None})
    stopping = fitting_stopping(training, planned.prepared, planned.experiment.network.layers)
    training = training.model_copy(update={"early_stopping": stopping})
    if before.reduce_lr_on_plateau is not None:
        plateau = fitting_plateau(training, planned.prepared)
        training = training.model_copy(update={"reduce_lr_on_plateau": plateau})
    return {**experiment, "training": training.model_dump()}


def test_stopping_before_the_plateau_acts_is_told() -> None:
    said = notes(T3)["training.early_stopping.min_delta"]
    assert said.startswith("The run may end before the learning rate is lowered")
    impatient = {**T3, "training": {**T3["training"], "early_stopping": {"patience": 8, "min_delta": 0}}}
    assert "Wait 30 or more" in notes(impatient)["training.early_stopping.patience"]


def test_a_least_improvement_that_is_large_for_a_scaled_target_is_told() -> None:
    said = notes(T4)["training.early_stopping.min_delta"]
    assert "A least improvement of 0.001 is large for this loss" in said
    assert "an error of 3.2% of the target's spread" in said
    assert "1e-06 would fit" in said


def test_a_plateau_that_is_seen_where_there_is_none_is_told() -> None:
    said = notes(T3)["training.reduce_lr_on_plateau.min_delta"]
    assert "nothing counts as an improvement any more, and the rate is lowered every 10 epochs" in said


def test_stopping_that_may_count_before_learning_begins_is_told() -> None:
    assert "epoch 21, before learning begins" in notes(N27)["training.early_stopping.start_from_epoch"]


@pytest.mark.parametrize("name", presets())
def test_no_preset_is_blamed(name: str) -> None:
    assert plan(presets()[name]).notes == ()


@pytest.mark.parametrize("experiment", [T3, T4, N27], ids=["T3", "T4", "N27"])
def test_what_the_pages_switches_write_fits(experiment: dict[str, Any]) -> None:
    assert notes(with_fitting_numbers(experiment)) == {}


@pytest.mark.parametrize("name", ["T3-alone", "T4-alone", "N27-alone"])
def test_nothing_is_told_where_nothing_stops_a_run(name: str) -> None:
    assert notes(content(name)) == {}


def test_the_plateau_gets_its_turn_whichever_switch_comes_first() -> None:
    planned = plan(from_content(T3))
    training = planned.experiment.training.model_copy(update={"early_stopping": None})
    stopping, plateau = fitting_stopping(training, planned.prepared), training.reduce_lr_on_plateau
    assert plateau is not None
    assert stopping.patience > 2 * plateau.patience
    assert stopping.min_delta <= plateau.min_delta
    training = training.model_copy(update={"early_stopping": stopping, "reduce_lr_on_plateau": None})
    assert fitting_plateau(training, planned.prepared).patience < stopping.patience


def test_a_file_keeps_its_meaning() -> None:
    assert plan(from_content(T4)).experiment.training.early_stopping == EarlyStopping(
        min_delta=0.001, patience=20
    )


def test_the_command_line_says_notes_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_machine(*_: object, **__: object) -> None:
        raise ExperimentError(Problem("", "No machine here."))

    monkeypatch.setattr(console, "train", no_machine)
    (tmp_path / "t4.json").write_text(json.dumps(T4))
    assert main(["train", str(tmp_path / "t4.json"), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "note: training.early_stopping.min_delta: A least improvement of 0.001 is large" in said.err
