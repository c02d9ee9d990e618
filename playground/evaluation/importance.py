"""Importance of columns by permutation: how much worse a network is at rows in which one column is shuffled.

Like scikit-learn's `permutation_importance`, but on the columns of the table: all inputs of a column are shuffled
together. The network evaluates many shuffles at once, so that thousands of columns take seconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.datasets.arrays import Floats, Inputs, Integers
from playground.datasets.view import evenly
from playground.evaluation.answers import (
    NUMBERS_AT_ONCE,
    Network,
    actual_of,
    choose,
    meaning_of,
    predicted_of,
)
from playground.evaluation.measures import compared_by
from playground.plan import Plan

MOST_ROWS = 10_000  # the most validation rows; of a larger table, evenly spread ones
REPEATS = 5  # shuffles of each column
SEED = 0
_NUMBERS_A_SECOND = 300_000_000  # inputs of small networks


@dataclass(frozen=True, eq=False)
class Importance:
    """How much worse the network is without each column.

    Attributes:
        measure: "accuracy", or the error that the run was trained for, in the target's own unit.
        columns: of the table, those that the network uses.
        drops: float64 (columns, repeats): how much the error grows, or the accuracy falls, at each shuffle.
        rows: how many validation rows were shuffled.
    """

    measure: str
    columns: tuple[str, ...]
    drops: Floats
    rows: int

    @property
    def means(self) -> Floats:
        """The mean of each column's shuffles, (columns,)."""
        means: Floats = self.drops.mean(axis=1)
        return means

    @property
    def spreads(self) -> Floats:
        """The standard deviation of each column's shuffles, (columns,), like scikit-learn's."""
        spreads: Floats = self.drops.std(axis=1)
        return spreads


def rows_of(planned: Plan) -> Integers:
    """The indices of the validation rows that are used, (rows,)."""
    return evenly(len(planned.prepared.validation), MOST_ROWS)


def columns_at_once(planned: Plan) -> int:
    """How many columns to shuffle at a time, so that a part takes about a second."""
    shuffled = REPEATS * len(rows_of(planned)) * len(planned.prepared.inputs)
    return max(1, _NUMBERS_A_SECOND // max(shuffled, 1))


def drops(planned: Plan, network: Network, columns: Sequence[str]) -> Floats:
    """How much worse the network is on the validation rows when one of `columns` is shuffled, (n_columns, n_repeats).

    Every column is shuffled in the same orders, so some columns at a time give the same result as all at once. A value
    is NaN if an answer is not finite.
    """
    prepared = planned.prepared
    rows = rows_of(planned)
    x = prepared.validation.x[rows]
    actual = actual_of(planned.experiment, prepared, prepared.validation)[rows]
    names, score = np.array(prepared.encoding.column_of_input), _score(planned)
    orders = _orders(len(x))
    shuffles = [
        (order, inputs)
        for inputs in (np.flatnonzero(names == column) for column in columns)
        for order in orders
    ]

    def scored(tables: Inputs) -> list[float]:
        """The score of each table, from inputs (n_tables, n_rows, n_inputs)."""
        predicted = predicted_of(prepared, network(tables.reshape(-1, x.shape[1])))
        return [
            score(actual, each) if np.isfinite(each).all() else np.nan
            for each in np.split(predicted, len(tables))
        ]

    (whole,) = scored(x[None])
    at_once, found = max(1, min(NUMBERS_AT_ONCE // x.size, len(shuffles))), []
    tables = np.repeat(x[None], at_once, axis=0)
    for first in range(0, len(shuffles), at_once):
        some = shuffles[first : first + at_once]
        for table, (order, inputs) in zip(tables, some, strict=False):
            table[:, inputs] = x[np.ix_(order, inputs)]
        found += scored(tables[: len(some)])
        for table, (_, inputs) in zip(tables, some, strict=False):
            table[:, inputs] = x[:, inputs]
    return whole - np.array(found).reshape(len(columns), REPEATS)


def _orders(rows: int) -> list[Integers]:
    """The orders, each (n_rows,), in which scikit-learn shuffles a column."""
    from sklearn.inspection import permutation_importance  # by workers alone

    found: list[Integers] = []

    def note(_model: object, numbers: Integers, _y: object) -> float:
        found.append(numbers[:, 0].copy())
        return 0.0

    numbers = np.arange(rows)[:, None]
    permutation_importance(_Fitted(), numbers, numbers, scoring=note, n_repeats=REPEATS, random_state=SEED)
    return found[1:]  # the first is the unshuffled table


class _Fitted:
    """A stand-in for the model that scikit-learn requires; the score calls the network."""

    def fit(self, *_: object) -> None:
        """Does nothing."""


def _score(planned: Plan) -> Callable[[Any, Floats], float]:
    """The score function of true and predicted values, where larger is better, like scikit-learn's."""
    measure, threshold = compared_by(planned), meaning_of(planned).threshold
    if measure == "accuracy":
        return lambda actual, predicted: float(np.mean(choose(predicted, threshold) == actual))
    if measure == "mae":
        return lambda actual, predicted: -float(np.abs(actual - predicted).mean())
    return lambda actual, predicted: -float(np.sqrt(np.square(actual - predicted).mean()))
