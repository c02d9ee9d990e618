"""Encode: how columns become numbers, learned from the training rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy
import pandas

from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import Kind, kind, missing, numbers, words

MAX_CATEGORIES = 50

NEVER_CHANGES = "never changes"
NO_VALUES = "has no values"


@dataclass(frozen=True)
class Numeric:
    """A column of numbers, one input; a missing value becomes `fill`."""

    column: str
    fill: float

    @property
    def inputs(self) -> tuple[str, ...]:
        """The one input, called as the column."""
        return (self.column,)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """The values, float64 of shape (rows, 1)."""
        values = numbers(frame[self.column])
        return numpy.where(numpy.isnan(values), self.fill, values)[:, None]


@dataclass(frozen=True)
class OneHot:
    """A column of text, an input for each category; missing becomes `fill`, unknown all zeros."""

    column: str
    categories: tuple[str, ...]
    fill: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """An input for each category, such as "island=Biscoe"."""
        return tuple(f"{self.column}={category}" for category in self.categories)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """0 and 1, float64 of shape (rows, categories)."""
        column = frame[self.column]
        values = numpy.where(missing(column), self.fill, words(column))
        same = values[:, None] == numpy.array(self.categories, dtype=object)
        return numpy.asarray(same, dtype=numpy.float64)


Encoded: TypeAlias = Numeric | OneHot


@dataclass(frozen=True)
class Encoding:
    """The columns that become inputs, and those left out with the reason ("never changes")."""

    columns: tuple[Encoded, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order of the matrix."""
        return tuple(name for column in self.columns for name in column.inputs)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """The inputs of any rows of the same table, float64 of shape (rows, inputs), unscaled."""
        return numpy.hstack([column.matrix(frame) for column in self.columns])


def learn_encoding(train: pandas.DataFrame, features: Sequence[str]) -> Encoding:
    """The encoding of the named columns that the training rows suggest.

    Numbers are filled with the median, text with its most frequent value (of equals the first by alphabet).
    """
    found = [(name, _learn(train[name])) for name in features]
    return Encoding(
        columns=tuple(column for _, column in found if not isinstance(column, str)),
        left_out=tuple((name, why) for name, why in found if isinstance(why, str)),
    )


def _learn(column: pandas.Series) -> Encoded | str:
    """A column's encoding, or why it is left out."""
    name = str(column.name)
    present = column[~missing(column)]
    if kind(column) is Kind.OTHER:
        return "holds neither numbers nor text"
    if present.empty:
        return NO_VALUES
    if kind(column) is Kind.NUMBERS:
        values = numbers(present)
        if values.min() == values.max():
            return NEVER_CHANGES
        return Numeric(name, float(numpy.median(values)))
    counts = Counter(words(present))
    if len(counts) == 1:
        return NEVER_CHANGES
    if len(counts) > MAX_CATEGORIES:
        return f"has {len(counts):,} different values, more than {MAX_CATEGORIES}"
    categories = tuple(sorted(counts))
    return OneHot(name, categories, max(categories, key=counts.__getitem__))
