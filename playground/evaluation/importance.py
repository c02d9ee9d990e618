"""Importance of columns by permutation: how much worse a network is at rows in which one column is shuffled.

scikit-learn's `permutation_importance` does it, on the columns of the table: a column that has become several inputs is
shuffled as one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.datasets.arrays import Floats, Integers
from playground.datasets.view import evenly
from playground.evaluation.answers import Network, actual_of, chosen, meaning_of, predicted_of
from playground.evaluation.measures import compared_by
from playground.plan import Plan

MOST_ROWS = 10_000  # validation rows of a larger table, evenly spread
REPEATS = 5  # shuffles of each column
SEED = 0


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
        """The mean of each column's shuffles."""
        means: Floats = self.drops.mean(axis=1)
        return means

    @property
    def spreads(self) -> Floats:
        """The standard deviation of each column's shuffles, as scikit-learn has it."""
        spreads: Floats = self.drops.std(axis=1)
        return spreads


def rows_of(planned: Plan) -> Integers:
    """The places among the validation rows of those that are shuffled."""
    return evenly(len(planned.prepared.validation), MOST_ROWS)


def drops(planned: Plan, network: Network, columns: Sequence[str]) -> Floats:
    """How much worse the network is at the validation rows when one of `columns` is shuffled, (columns, repeats).

    Some columns at a time come to the same as all at once: each is shuffled with the same seed.

    NaN where an answer is not finite.
    """
    from sklearn.inspection import permutation_importance  # by workers alone

    prepared = planned.prepared
    places = rows_of(planned)
    x = prepared.validation.x[places]
    actual = actual_of(planned.experiment, prepared, prepared.validation)[places]
    names, score = np.array(prepared.encoding.column_of_input), _score(planned)
    inputs = [np.flatnonzero(names == column) for column in columns]

    def scored(_model: object, numbers: Integers, y: Any) -> float:
        """The score where each column comes from the row of its number."""
        shuffled = x.copy()
        for place in np.flatnonzero((numbers != own).any(axis=0)):
            shuffled[:, inputs[place]] = x[np.ix_(numbers[:, place], inputs[place])]
        predicted = predicted_of(prepared, network(shuffled))
        return score(y, predicted) if np.isfinite(predicted).all() else np.nan

    own = np.arange(len(x))[:, None]
    numbers = np.repeat(own, len(columns), axis=1)
    found = permutation_importance(
        _Fitted(), numbers, actual, scoring=scored, n_repeats=REPEATS, random_state=SEED
    )
    importances: Floats = found.importances
    return importances


class _Fitted:
    """scikit-learn wants a model that could be fitted; the network stands behind the score."""

    def fit(self, *_: object) -> None:
        """Does nothing."""


def _score(planned: Plan) -> Callable[[Any, Floats], float]:
    """From what is true and what is predicted to a score, larger for better."""
    from sklearn.metrics import accuracy_score, mean_absolute_error, root_mean_squared_error

    measure, threshold = compared_by(planned), meaning_of(planned).threshold
    errors = {"mae": mean_absolute_error, "rmse": root_mean_squared_error}
    if measure == "accuracy":
        return lambda actual, predicted: float(accuracy_score(actual, chosen(predicted, threshold)))
    return lambda actual, predicted: -float(errors[measure](actual, predicted))
