"""Conditions over runs made of plain numbers, and the hint that an attempt gets."""

import math
from dataclasses import replace
from typing import Any

import pytest

from playground.experiment import Data, Experiment
from playground.lessons.attempt import Attempt, ByHandValues, TrainedRun
from playground.lessons.condition import parse_condition
from playground.lessons.goals import judge, look
from playground.lessons.model import Goal
from playground.lessons.predicting import distance
from playground.plan import plan

PLAN = plan(Experiment(data=Data(dataset="cereals", features=("sugars", "fat"))))
NAN = math.nan


def run(*val_loss: float, kept: int | None = None) -> TrainedRun:
    curves = {"loss": tuple(value / 2 for value in val_loss), "val_loss": val_loss}
    return TrainedRun(PLAN.experiment, curves, 1, len(val_loss) - 1 if kept is None else kept, "finished")


THREE = (run(9, 5, 1), run(9, 2, 2), run(9, 1, 6))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("val_loss < 3", True),  # 1, 2, 6: their median is 2
        ("val_loss < 2", False),
        ("mean val_loss = 3", True),
        ("every val_loss < 6", False),
        ("any val_loss > 5", True),
        ("smallest val_loss at best = 1", True),
        ("spread val_loss > 2.6", True),
        ("val_loss at epoch 1 = 2", True),
        ("largest val_loss at best = 2", True),
        ("gap = 1", True),
        ("epochs = 2", True),
        ("every val_loss < every val_loss of other", True),
        ("every val_loss > 0.9 * every val_loss of other", False),
        ("every val_loss < median val_loss of other", False),
        ("every val_loss < largest val_loss of other", True),
        ("diverged = false", True),
        ("inputs = 2", True),
        ("parameters = 3", True),
        ("layers.dense = 0", True),
        ("steps > 100", True),
        ("training.optimizer.name = 'adam'", True),
        ("training.early_stopping = true", False),
        ("data.features.fat = true", True),
        ("data.features.fiber = true", False),
        ("hand_loss < 30", True),
        ("answer = 12", True),
    ],
)
def test_conditions(text: str, holds: bool) -> None:
    attempt = Attempt(PLAN, THREE, {"other": (run(9, 2), run(9, 3), run(9, 7))}, ByHandValues(2, 3, 29.5), 12)
    assert look(parse_condition(text), attempt, {}).holds is holds


@pytest.mark.parametrize(
    "text",
    [
        *("val_loss < 3", "val_loss > 3", "every val_loss < 3", "val_loss at best < 0"),
        *("any loss > 5", "any val_loss at last != 3", "spread val_loss < 9", "spread val_loss > 0"),
    ],
)
def test_runs_without_a_number_fulfil_nothing(text: str) -> None:
    lost, endless = run(9, NAN, NAN), run(9, math.inf, math.inf)
    assert not look(parse_condition(text), Attempt(PLAN, (lost, endless, run(9, 3, 3))), {}).holds
    median = look(parse_condition("val_loss < 3"), Attempt(PLAN, (lost, endless)), {})
    assert median.sentence.endswith("less than 3; here it is no number.")
    calm = look(parse_condition("diverged = false"), Attempt(PLAN, (lost, endless)), {})
    assert calm.sentence.endswith("exactly no; here it is yes.")
    assert look(parse_condition("diverged = true"), Attempt(PLAN, (lost, lost, run(9, 3, 3))), {}).holds


def test_a_condition_may_not_be_so_long_that_reading_it_takes_for_ever() -> None:
    with pytest.raises(ValueError, match="at most 300 characters"):
        parse_condition(f"{'1' * 20_000}x < 1")


@pytest.mark.parametrize(
    ("state", "last", "whole"),
    [("finished", 1, True), ("stopped", 1, False), ("failed", NAN, True), ("failed", 1, False)],
)
def test_a_run_counts_that_ended_by_itself(state: str, last: float, whole: bool) -> None:
    assert replace(run(9, last), state=state).is_whole is whole


def test_the_first_hint_that_fits_answers_and_none_where_the_goal_is_reached() -> None:
    def hint(name: str, *when: str) -> dict[str, Any]:
        return {"name": name, "when": when, "say": name}

    goal = Goal.model_validate(
        {
            "text": "Reach it.",
            "reach": ["val_loss < 1.5", "parameters < 10"],
            "hints": [
                hint("other", "inputs = 7"),
                hint("high", "val_loss > 3"),
                hint("near", "val_loss > 1"),
            ],
            "solutions": [{}],
        }
    )
    near = judge(goal, Attempt(PLAN, THREE), {})
    assert (near.reached, near.hint and near.hint.name) == (False, "near")
    assert judge(goal, Attempt(PLAN, (run(9, 5),)), {}).sentence == "high"
    reached = judge(goal, Attempt(PLAN, (run(9, 1),)), {})
    assert (reached.reached, reached.hint) == (True, None)
    without = judge(goal.model_copy(update={"hints": ()}), Attempt(PLAN, THREE), {})
    assert (
        without.sentence == "The validation loss (median of 3 seeds) has to be less than 1.5; here it is 2."
    )


def test_a_drawn_curve_is_compared_with_the_real_one_within_the_axis() -> None:
    assert distance([1.0, 0.5, 0.0], [1.0, 0.75, 0.5, 0.25, 0.0], 1.0) == 0
    assert distance([1.0, 1.0], [5.0, math.nan], 1.0) == 0
    assert distance([1.0, 1.0], [0.0, 0.0], 2.0) == 0.5
