"""The titles of the live chart's panels, and what they tell of the unit, the penalty and the classes of a measure."""

from typing import Any

import pytest

from playground.components.live_curves import panels_of
from playground.experiment import Experiment
from playground.runs.run import Run
from tests.support.cases import case


def panels(experiment: Experiment) -> list[Any]:
    training = experiment.training
    return list(panels_of(str(training.loss), training.metrics or (), experiment))


def test_an_error_has_the_unit_of_the_target() -> None:
    (loss,) = panels(case("M4"))
    assert loss["title"] == "Loss · mean absolute error"
    assert (loss["unit"]["name"], loss["unit"]["scaled"]) == ("mpg", True)
    assert 0.05023 * loss["unit"]["factor"] == pytest.approx(1.84, abs=0.005)


def test_a_loss_with_a_penalty_says_so_and_the_metric_beside_it_has_none() -> None:
    loss, mse = panels(case("N1"))
    assert (loss["title"], loss["unit"]) == ("Loss · mean squared error + penalty", None)
    assert (mse["title"], mse["unit"]["name"]) == ("Mean squared error", "MPa²")


def test_a_metric_that_is_the_loss_has_no_panel_of_its_own() -> None:
    experiment = case("M4")
    metrics = {"training": experiment.training.model_copy(update={"metrics": ("mse", "mae", "r2")})}
    loss, *others = panels(experiment.model_copy(update=metrics))
    assert (loss["title"], loss["also"]) == ("Loss · mean absolute error", "mae")
    assert [(panel["name"], panel["also"]) for panel in others] == [("mse", None), ("r2", None)]


def test_precision_and_recall_name_their_class() -> None:
    _, precision, recall = panels(case("D6"))
    assert precision["title"] == "Precision of class 1: male"
    assert recall["title"] == "Recall of class 1: male"


def test_beside_the_accuracy_stands_what_the_most_frequent_class_comes_to() -> None:
    accuracy = panels(case("M8"))[1]
    assert accuracy["remark"] == "always “good”: 0.752"


def test_what_cannot_be_told_has_a_reason() -> None:
    remarks = [panel["remark"] for panel in panels(case("M5-1"))]
    assert remarks[2:] == ["no value for validation: all its rows are “orange”"] * 3


def test_a_run_tells_the_browser_the_unit_of_each_curve() -> None:
    answer = Run("0" * 32, "me", case("M10")).since(0)
    assert answer["units"]["r2"] is None
    assert answer["units"]["loss"] == {"name": "MPa²", "factor": pytest.approx(80.27**2), "scaled": True}
    assert answer["loss_title"] == "mean squared error"
