"""Measuring: the distance of a lesson's answers from the thresholds of its goals, over many seeds."""

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.lessons.attempt import Attempt
from playground.lessons.changes import with_answer
from playground.lessons.checking import Train
from playground.lessons.condition import OPERATORS, Condition
from playground.lessons.goals import fails_already
from playground.lessons.lesson import Lesson
from playground.lessons.quantities import is_of_runs, values_of
from playground.plan import plan
from playground.studies.seeds import with_seeds

LEAST = 4.0  # the least distance of a solution from a threshold, in standard deviations, so that chance does not decide
MOST_BY_CHANCE = 0.1  # the largest share of a wrong answer's runs that fulfil a condition
SOLUTION = "solution"


@dataclass(frozen=True)
class ConditionValues:
    """The values of single runs of one answer for one condition.

    Attributes:
        step: the name of the step.
        answer: "solution 1" or "wrong answer 1", counted from 1.
        condition: the text of the condition.
        values: one value per run; None for a run without a number.
        threshold: the value with which they are compared.
        deviations: the distance of the threshold from their mean in standard deviations; None if they do not differ
            or have no numbers.
        share: the share of the runs that fulfil the condition by themselves.
    """

    step: str
    answer: str
    condition: str
    values: Sequence[float | None]
    threshold: float
    deviations: float | None
    share: float


def may_be_chance(of_answer: Sequence[ConditionValues]) -> bool:
    """Whether chance may decide about an answer, from the measurements for each of its conditions.

    A solution must be `LEAST` standard deviations from each threshold, and on the right side in every run. At most one
    in ten single runs of a wrong answer may fulfil a condition.
    """
    if of_answer[0].answer.startswith(SOLUTION):
        return any(
            each.share < 1 or (each.deviations is not None and each.deviations < LEAST) for each in of_answer
        )
    return min(each.share for each in of_answer) > MOST_BY_CHANCE


def measure(lesson: Lesson, train: Train, runs: int) -> Iterator[ConditionValues]:
    """Trains each answer that needs runs with `runs` seeds, and compares single runs with each threshold."""
    plans = lesson.plans()
    for step in lesson.steps:
        start = lesson.experiment_of(step)
        if step.goal is None or start is None:
            continue
        conditions = [
            each for each in step.goal.reach if is_of_runs(each.left) and isinstance(each.right, float)
        ]
        if not conditions:
            continue
        for kind, answers in ((SOLUTION, step.goal.solutions), ("wrong answer", step.goal.wrong)):
            for number, answer in enumerate(answers, 1):
                planned = plan(with_answer(start, step, answer))
                if fails_already(step.goal, Attempt(planned), plans):
                    continue
                attempt = Attempt(planned, train(with_seeds(planned.experiment, runs)))
                for condition in conditions:
                    values = [_number(value) for value in values_of(condition.left, attempt, plans)]
                    yield _measure_one(step.name, f"{kind} {number}", condition, values)


def _measure_one(
    step: str, answer: str, condition: Condition, values: Sequence[float | None]
) -> ConditionValues:
    assert isinstance(condition.right, float)
    threshold, compare = condition.right, OPERATORS[condition.operator][0]
    found = [value for value in values if value is not None]
    spread = statistics.stdev(found) if len(found) > 1 else 0.0
    deviations = abs(statistics.fmean(found) - threshold) / spread if spread else None
    share = sum(bool(compare(value, threshold)) for value in found) / max(len(values), 1)
    return ConditionValues(step, answer, condition.text, values, threshold, deviations, share)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
