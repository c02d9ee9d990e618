"""Goals: whether an attempt reaches a goal, and the sentence that answers it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.lessons.attempt import Attempt
from playground.lessons.condition import OPERATORS, Condition, Quantity, Side
from playground.lessons.model import Goal, Hint
from playground.lessons.quantities import Value, in_words, is_of_runs, reduce, values_of
from playground.plan import Plan


@dataclass(frozen=True)
class ConditionResult:
    """The result of a condition: whether it holds, and a sentence with both sides."""

    condition: Condition
    holds: bool
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """The result of an attempt.

    Attributes:
        reached: whether all conditions of the goal hold.
        found: each condition, in order.
        hint: the hint for the mistake; None if the goal is reached or no hint fits.
    """

    reached: bool
    found: Sequence[ConditionResult]
    hint: Hint | None = None

    @property
    def sentence(self) -> str:
        """The sentence for an attempt that did not reach the goal."""
        if self.hint is not None:
            return self.hint.say
        return " ".join(each.sentence for each in self.found if not each.holds)


def judge(goal: Goal, attempt: Attempt, plans: Mapping[str, Plan]) -> Verdict:
    """Whether an attempt reaches a goal, or which hint it gets.

    Args:
        plans: the lesson's own experiments, by their names.
    """
    found = [look(condition, attempt, plans) for condition in goal.reach]
    if all(each.holds for each in found):
        return Verdict(True, found)
    hint = next(
        (
            hint
            for hint in goal.hints
            if all(look(condition, attempt, plans).holds for condition in hint.when)
        ),
        None,
    )
    return Verdict(False, found, hint)


def needs_runs(goal: Goal) -> bool:
    """Whether the check of a goal needs training."""
    return any(is_of_runs(each) for condition in goal.reach for each in condition.quantities)


def fails_already(goal: Goal, attempt: Attempt, plans: Mapping[str, Plan]) -> bool:
    """Whether a condition that needs no run does not hold, so that the check needs no training."""
    return any(
        not look(condition, attempt, plans).holds
        for condition in goal.reach
        if not any(map(is_of_runs, condition.quantities))
    )


def experiments_in(goal: Goal) -> Sequence[str]:
    """The lesson's own experiments of which the conditions of a goal need runs."""
    names = [
        each.of
        for condition in goal.conditions
        for each in condition.quantities
        if each.of and is_of_runs(each)
    ]
    return list(dict.fromkeys(names))


def look(condition: Condition, attempt: Attempt, plans: Mapping[str, Plan]) -> ConditionResult:
    """The result of a condition in an attempt. A missing value fulfils no condition."""
    left, right = _values(condition.left, attempt, plans), _values(condition.right, attempt, plans)
    compare, words = OPERATORS[condition.operator]
    each = _by_seed(condition)
    # A seed without a number counts as one that misses the condition.
    worst = float("-inf") if condition.operator in (">", ">=") else float("inf")
    if each:
        left, right = (
            [_reduce(side, values, worst)] if _is_of_all_seeds(side) else values
            for side, values, worst in (
                (condition.left, left, worst),
                (condition.right, right, -worst),
            )
        )
        pairs = [(_one(left, number), _one(right, number)) for number in range(max(len(left), len(right), 1))]
        held = [_holds(compare, *pair) for pair in pairs]
        holds = any(held) if each == "any" else all(held)
        shown: Value = None
        outcome = f"{sum(held)} of {len(held)} seeds"
    else:
        shown = _reduce(condition.left, left, worst)
        against = _reduce(condition.right, right, -worst)
        holds = _holds(compare, shown, against)
        outcome = in_text(shown)
    wanted = in_words(condition.right) if isinstance(condition.right, Quantity) else in_text(condition.right)
    subject = in_words(condition.left)
    several = len(left) > 1 and not each
    of_seeds = f" ({condition.left.aggregate or 'median'} of {len(left)} seeds)" if several else ""
    sentence = (
        f"{subject[:1].upper()}{subject[1:]}{of_seeds} has to be {words} {wanted}; here it is {outcome}."
    )
    if each:
        sentence = (
            f"{subject[:1].upper()}{subject[1:]} has to be {words} {wanted} in "
            f"{'one seed' if each == 'any' else 'every seed'}; it is in {outcome}."
        )
    return ConditionResult(condition, holds, sentence)


def in_text(value: Value) -> str:
    """A value as text in a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and not math.isfinite(value):
        return "no number"
    return f"{value:,.4g}" if isinstance(value, int | float) else f"“{value}”"


def _by_seed(condition: Condition) -> str:
    named = {each.aggregate for each in condition.quantities} & {"every", "any"}
    return next(iter(named), "")


def _is_of_all_seeds(side: Side) -> bool:
    """Whether a value is of all seeds together even if the other side is compared seed by seed."""
    return isinstance(side, Quantity) and side.aggregate not in ("", "every", "any")


def _values(side: Side, attempt: Attempt, plans: Mapping[str, Plan]) -> Sequence[Value]:
    return values_of(side, attempt, plans) if isinstance(side, Quantity) else [side]


def _reduce(side: Side, values: Sequence[Value], worst: float) -> Value:
    if isinstance(side, Quantity) and is_of_runs(side):
        return reduce(side.aggregate, values, worst)
    return values[0] if values else None


def _one(values: Sequence[Value], number: int) -> Value:
    return values[min(number, len(values) - 1)] if values else None


def _holds(compare: object, left: Value, right: Value) -> bool:
    if left is None or right is None or isinstance(left, str) != isinstance(right, str):
        return False
    if any(isinstance(value, float) and not math.isfinite(value) for value in (left, right)):
        return False  # a value that is not finite counts as missing

    assert callable(compare)
    if isinstance(left, str) and compare not in (OPERATORS["="][0], OPERATORS["!="][0]):
        return False
    return bool(compare(left, right))
