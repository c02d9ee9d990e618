"""Scale: the offset and size of every column, learned from the training rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from playground.datasets.arrays import Floats


@dataclass(frozen=True, eq=False)
class Scale:
    """`scaled = (raw - offset) / size`, with float64 arrays of shape (columns,)."""

    offset: Floats
    size: Floats

    def apply(self, raw: Floats) -> Floats:
        """Scales rows of shape (rows, columns)."""
        return (raw - self.offset) / self.size


def learn_scale(train: Floats, method: str | Sequence[str]) -> Scale:
    """Learns the scale of each column.

    Args:
        train: the training rows, (rows, columns), without a constant column.
        method: the method for all columns, or a list with one for each: "minmax" scales the values to 0 … 1,
            "standard" to mean 0 and standard deviation 1 (of the population, like scikit-learn's StandardScaler),
            "none" leaves them unchanged.
    """
    with numpy.errstate(all="ignore"):
        if isinstance(method, str):
            return _learn(train, method)
        scales = {name: _learn(train, name) for name in set(method)}
        columns = range(train.shape[1])
        return Scale(
            numpy.array([scales[method[column]].offset[column] for column in columns]),
            numpy.array([scales[method[column]].size[column] for column in columns]),
        )


def _learn(train: Floats, method: str) -> Scale:
    if method == "minmax":
        lowest = train.min(axis=0)
        return Scale(lowest, train.max(axis=0) - lowest)
    if method == "standard":
        return Scale(train.mean(axis=0), train.std(axis=0))
    return Scale(numpy.zeros(train.shape[1]), numpy.ones(train.shape[1]))
