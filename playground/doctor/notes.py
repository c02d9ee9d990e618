"""Notes on an experiment before training, from its settings and its data."""

import math
from dataclasses import dataclass

from playground.datasets import Prepared
from playground.doctor.rule import Rule
from playground.doctor.setup import Setup, setup
from playground.doctor.unscaled import remedy, sentence
from playground.errors import Problem
from playground.experiment import Complete

_OFTEN = 0.2  # steps of one row matter from this share of an epoch's steps on


@dataclass(frozen=True)
class PlannedExperiment:
    """An experiment on its data.

    Attributes:
        setup: facts of the experiment.
        batch: rows of a step.
        steps: how many steps an epoch has.
        last: rows of its last step.
    """

    setup: Setup
    batch: int
    steps: int
    last: int


def notes(experiment: Complete, prepared: Prepared) -> tuple[Problem, ...]:
    """A sentence, at its field, for each setting that will probably disappoint."""
    rows = len(prepared.training)
    batch = min(experiment.training.batch_size or rows, rows)
    steps = math.ceil(rows / batch)
    planned = PlannedExperiment(setup(experiment, prepared), batch, steps, rows - batch * (steps - 1))
    found = [(field, rule.finding(planned)) for field, rule in RULES if rule.when(planned)]
    return tuple(Problem(field, f"{problem.sentence} {problem.remedy}".rstrip()) for field, problem in found)


def _one_row(planned: PlannedExperiment) -> str:
    why = "Batch normalization takes each batch's own mean away, and of a batch of one row nothing is left: "
    if planned.batch == 1:
        return f"{why}what stands after it sees the same for every row, and what stands before it learns nothing."
    return f"{why}so it is in the last of the {planned.steps:,} batches of each epoch."


RULES: tuple[tuple[str, Rule[PlannedExperiment]], ...] = (
    (
        "training.batch_size",
        Rule(
            "one_row",
            lambda planned: (
                planned.setup.normalizes
                and (planned.batch == 1 or (planned.last == 1 and 1 / planned.steps >= _OFTEN))
            ),
            _one_row,
            lambda planned: (
                "Take batches of 16 rows or more." if planned.batch == 1 else "Take another batch size."
            ),
        ),
    ),
    (
        "data.scale_target",
        Rule(
            "unscaled_target",
            lambda planned: planned.setup.unscaled is not None,
            lambda planned: sentence(planned.setup),
            lambda planned: remedy(planned.setup),
        ),
    ),
)
