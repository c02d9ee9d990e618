"""Encoders: what makes inputs of one column; each says all that it has learned from training rows."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy
import pandas

from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import missing, numbers, words

# What a date becomes, each with what pandas calls it.
PARTS_OF_DATES = {"year": "year", "month": "month", "day": "day", "weekday": "day_of_week"}

OTHER = "other values"  # the input that all values without one of their own share


@dataclass(frozen=True)
class Numeric:
    """A column of numbers, one input; a missing value becomes `fill`, one beyond `bounds` the nearest of these."""

    column: str
    fill: float
    bounds: tuple[float, float] | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The one input, called as the column."""
        return (self.column,)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """The values, float64 of shape (rows, 1)."""
        values = numbers(frame[self.column])
        values = numpy.where(numpy.isnan(values), self.fill, values)
        if self.bounds is not None:
            values = numpy.clip(values, *self.bounds)
        return values[:, None]


@dataclass(frozen=True)
class OneHot:
    """A column of categories, an input for each; missing becomes `fill`.

    Any other value is all zeros, or, where there is an input for `others`, 1 there.
    """

    column: str
    categories: tuple[str, ...]
    fill: str
    others: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        """An input for each category, such as "island=Biscoe"."""
        own = tuple(f"{self.column}={category}" for category in self.categories)
        return (*own, f"{self.column}: {OTHER}") if self.others else own

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """0 and 1, float64 of shape (rows, inputs)."""
        column = frame[self.column]
        values = numpy.where(missing(column), self.fill, words(column))
        same = values[:, None] == numpy.array(self.categories, dtype=object)
        if self.others:
            same = numpy.column_stack([same, ~same.any(axis=1)])
        return numpy.asarray(same, dtype=numpy.float64)


@dataclass(frozen=True)
class Ordinal:
    """A column of categories in order, one input: 0, 1, 2 …; missing becomes `fill`, an unknown value -1."""

    column: str
    categories: tuple[str, ...]
    fill: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """The one input, called as the column."""
        return (self.column,)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """The places, float64 of shape (rows, 1)."""
        column = frame[self.column]
        places = {category: place for place, category in enumerate(self.categories)}
        values = numpy.where(missing(column), self.fill, words(column))
        return numpy.array([places.get(value, -1) for value in values], dtype=numpy.float64)[:, None]


@dataclass(frozen=True)
class DateParts:
    """A column of dates, an input for each of `parts`: year, month, day, weekday (0 is Monday); missing becomes `fill`.

    `fill` is a day as ISO 8601 writes it.
    """

    column: str
    parts: tuple[str, ...]
    fill: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """An input for each part, such as "sold: month"."""
        return tuple(f"{self.column}: {part}" for part in self.parts)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """The parts, float64 of shape (rows, parts)."""
        days = pandas.to_datetime(frame[self.column]).fillna(pandas.Timestamp(self.fill)).dt
        return numpy.column_stack(
            [getattr(days, PARTS_OF_DATES[part]).to_numpy(numpy.float64) for part in self.parts]
        )


@dataclass(frozen=True)
class WasMissing:
    """Where a column was missing, one input of 0 and 1. `fill` is what another encoder fills the column with."""

    column: str
    fill: float | str

    @property
    def inputs(self) -> tuple[str, ...]:
        """The one input, such as "size was missing"."""
        return (f"{self.column} was missing",)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """0 and 1, float64 of shape (rows, 1)."""
        return missing(frame[self.column]).astype(numpy.float64)[:, None]


Encoded: TypeAlias = Numeric | OneHot | Ordinal | DateParts | WasMissing
