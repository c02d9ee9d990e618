"""Contributions: what each column of a row adds to the network's answer, as Shapley values.

A column's contribution is the change of the answer when the column's value becomes known, on average over all orders in
which columns can become known. Values that are not known yet come from training rows, the background. The contributions
sum to the answer for the row minus the mean answer for the background. L. S. Shapley, A value for n-person games
(1953); E. Štrumbelj and I. Kononenko, Explaining prediction models and individual predictions with feature
contributions (2014), which sample the orders.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import TypeAlias

import numpy as np

from playground.datasets.arrays import Floats, Inputs, Integers
from playground.datasets.view import evenly
from playground.evaluation.answers import NUMBERS_AT_ONCE, Network, predicted_of
from playground.plan import Plan

BACKGROUND = 100  # training rows, evenly spread
EXACT = 8  # up to this many columns, all sets of columns are tried
PAIRS = 4  # pairs of an order and its reverse, for each background row, if there are more columns
MOST_NUMBERS = 300_000_000  # the most inputs of all rows that are evaluated for one answer
_FEWEST_ROWS, _FEWEST_PAIRS = 10, 2  # of a table of thousands of columns
ROWS_AT_ONCE = 50_000

# From inputs, (n_rows, n_inputs), to answers in the target's own unit, (n_rows, n_answers).
Answer: TypeAlias = Callable[[Inputs], Floats]


@dataclass(frozen=True, eq=False)
class Contributions:
    """What each column adds to the answer for one row.

    Attributes:
        mean: (n_answers,) float64, the mean answer for the background.
        added: (n_columns, n_answers) float64. With `mean` they sum to the answer for the row.
        errors: (n_columns, n_answers) float64, the standard errors of sampling; 0 without sampling.
    """

    mean: Floats
    added: Floats
    errors: Floats


def explained(planned: Plan, network: Network, row: Inputs) -> Contributions:
    """What each column adds to the network's answer, in the target's own unit, for a row, (n_inputs,)."""
    prepared = planned.prepared

    def answer(x: Inputs) -> Floats:
        return predicted_of(prepared, network(x)).reshape(len(x), -1)

    names, training = np.array(prepared.encoding.column_of_input), prepared.training.x
    groups = [np.flatnonzero(names == column) for column in prepared.encoding.used]
    rows, pairs = background_of(planned)
    return contributions(answer, row, training[evenly(len(training), rows)], groups, pairs=pairs)


def background_of(planned: Plan) -> tuple[int, int]:
    """How many training rows are the background, and how many pairs of orders are drawn for each.

    Both are smaller if they would need more than `MOST_NUMBERS` numbers.
    """
    prepared = planned.prepared
    columns, rows = len(prepared.encoding.used), min(BACKGROUND, len(prepared.training))
    numbers_a_pair = 2 * columns * len(prepared.inputs)
    if columns <= EXACT or rows * PAIRS * numbers_a_pair <= MOST_NUMBERS:
        return rows, PAIRS
    fitting = MOST_NUMBERS // (_FEWEST_PAIRS * numbers_a_pair)
    return min(rows, max(fitting, _FEWEST_ROWS)), _FEWEST_PAIRS


def contributions(
    answer: Answer,
    row: Inputs,
    background: Inputs,
    groups: Sequence[Integers],
    seed: int = 0,
    pairs: int = PAIRS,
) -> Contributions:
    """What each column adds: exactly for `EXACT` columns or fewer, else by sampling.

    Args:
        answer: the network's answers to inputs.
        row: (n_inputs,).
        background: (n_rows, n_inputs).
        groups: the indices of the inputs of each column.
        seed: the seed of the orders.
        pairs: how many pairs of orders, for each row of the background.
    """
    if len(groups) <= EXACT:
        return exact(answer, row, background, groups)
    return estimate(answer, row, background, groups, seed, pairs)


def exact(answer: Answer, row: Inputs, background: Inputs, groups: Sequence[Integers]) -> Contributions:
    """The exact contributions, over all sets of columns, 2 to the power of their number."""
    count = len(groups)
    at_once = _backgrounds_at_once(background)
    means: list[Floats] = []
    for first in range(0, 1 << count, at_once):
        sets = range(first, min(first + at_once, 1 << count))
        known = [_mix(row, background, groups, members) for members in sets]
        means += [part.mean(axis=0) for part in np.split(answer(np.concatenate(known)), len(known))]
    mean = np.stack(means)
    added = np.zeros((count, mean.shape[1]))
    for members in range(1 << count):
        size = members.bit_count()
        for column in range(count):
            if not members >> column & 1:
                share = 1 / (count * comb(count - 1, size))
                added[column] += share * (mean[members | 1 << column] - mean[members])
    return Contributions(mean[0], added, np.zeros_like(added))


def estimate(
    answer: Answer,
    row: Inputs,
    background: Inputs,
    groups: Sequence[Integers],
    seed: int = 0,
    pairs: int = PAIRS,
) -> Contributions:
    """The contributions over `pairs` pairs of orders for each row of the background.

    Every row of the background is the start equally often, so the contributions sum up exactly.
    """
    chance, rows = np.random.default_rng(seed), len(background)
    means = []
    for _ in range(pairs):
        order = np.stack([chance.permutation(len(groups)) for _ in range(rows)])
        there, back = (_walk(answer, row, background, groups, each) for each in (order, order[:, ::-1]))
        means.append((there + back) / 2)
    gains = np.stack(means)  # (pairs, rows, columns, answers)
    errors = np.sqrt(gains.var(axis=0, ddof=1).mean(axis=0) / (pairs * rows))
    return Contributions(answer(background).mean(axis=0), gains.mean(axis=(0, 1)), errors)


def _backgrounds_at_once(background: Inputs) -> int:
    """How many copies of the background the network evaluates at once."""
    return max(1, min(ROWS_AT_ONCE // len(background), NUMBERS_AT_ONCE // background.size))


def _mix(row: Inputs, background: Inputs, groups: Sequence[Integers], members: int) -> Inputs:
    """The background with the row's values in the columns of a set, which has a bit for each column."""
    mixed = background.copy()
    for column, inputs in enumerate(groups):
        if members >> column & 1:
            mixed[:, inputs] = row[inputs]
    return mixed


def _walk(
    answer: Answer, row: Inputs, background: Inputs, groups: Sequence[Integers], order: Integers
) -> Floats:
    """The change by each column, (n_rows, n_columns, n_answers), on the way from each background row to the row."""
    rows, count = order.shape
    at_once = _backgrounds_at_once(background)
    mixed, everywhere, steps = background.copy(), np.arange(rows), []
    answers = [answer(mixed)]
    for step in range(count):
        for column in np.unique(order[:, step]):  # never more than rows, however many columns there are
            reached = everywhere[order[:, step] == column]
            mixed[np.ix_(reached, groups[column])] = row[groups[column]]
        steps.append(mixed.copy())
        if len(steps) == at_once or step == count - 1:
            answers.extend(np.split(answer(np.concatenate(steps)), len(steps)))
            steps = []
    changes = np.diff(np.stack(answers), axis=0)  # (steps, rows, answers)
    found = np.empty((rows, count, changes.shape[2]))
    for step in range(count):
        found[everywhere, order[:, step]] = changes[step]
    return found
