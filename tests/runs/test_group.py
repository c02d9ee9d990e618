"""The runs of a group by their best values."""

from typing import Any

import pytest

from playground.experiment import Data, EarlyStopping, Experiment, Training
from playground.messages.events import Began, Ended, Epochs
from playground.runs import Group, Run
from tests.support.experiments import complete


def run(name: str, value: float, status: str = "finished", scale: bool = True, **training: Any) -> Run:
    data = Data(dataset="concrete", target="compressive_strength", scale_target=scale)
    asked = complete(Experiment(data=data, training=Training(loss="mae", **training)))
    made = Run(name, "me", asked)
    monitor = made.monitor
    made.hear(
        [
            Began(parameters=2, train_rows=9, validation_rows=9),
            Epochs(first=0, logs={monitor: [0.0, value]}, seconds=[0.0, 0.1]),
            Ended(status=status, reason=""),
        ]
    )
    return made


def ranked(*runs: Run) -> list[str]:
    return [each.id for each in Group("g", "me", "sweep", {}, runs).ranked()]


def test_the_best_comes_first_and_what_failed_is_no_result() -> None:
    assert ranked(run("a", 0.3), run("b", 0.1, "failed"), run("c", 0.2, "stopped")) == ["c", "a"]
    assert ranked() == []


@pytest.mark.parametrize(("monitor", "best"), [("val_r2", "b"), ("val_mae", "a")])
def test_the_direction_is_that_of_what_is_monitored(monitor: str, best: str) -> None:
    stopping = EarlyStopping(monitor=monitor)
    runs = [
        run(name, value, metrics=("r2", "mae"), early_stopping=stopping)
        for name, value in (("a", 0.1), ("b", 0.9))
    ]
    assert ranked(*runs)[0] == best


def test_errors_count_in_the_unit_of_the_target() -> None:
    assert ranked(run("scaled", 0.1), run("as it is", 2.0, scale=False)) == ["as it is", "scaled"]
