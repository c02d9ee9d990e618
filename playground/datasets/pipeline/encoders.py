"""Encoders: each turns one column into inputs; its fields are all that it has learned from training rows."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy
import pandas

from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import missing, numbers, words

# The parts of a date, each with the name of pandas' accessor.
PARTS_OF_DATES = {"year": "year", "month": "month", "day": "day", "weekday": "day_of_week"}

OTHER = "other values"  # the common input of all values without their own input


@dataclass(frozen=True)
class Numeric:
    """A numeric column as one input. Missing values become `fill`, values beyond `bounds` the nearest bound."""

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
    """A categorical column as one input for each category. Missing values become `fill`.

    For any other value all inputs are 0; with `others` it has a common input, which is 1.
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
    """An ordered categorical column as one input: 0, 1, 2 …. Missing values become `fill`, unknown values -1."""

    column: str
    categories: tuple[str, ...]
    fill: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """The one input, called as the column."""
        return (self.column,)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """The indices of the categories, float64 of shape (rows, 1)."""
        column = frame[self.column]
        codes = {category: code for code, category in enumerate(self.categories)}
        values = numpy.where(missing(column), self.fill, words(column))
        return numpy.array([codes.get(value, -1) for value in values], dtype=numpy.float64)[:, None]


@dataclass(frozen=True)
class DateParts:
    """A column of dates as one input for each of `parts`: year, month, day, weekday (0 is Monday).

    Missing dates become `fill`, a date in ISO 8601.
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
    """Whether a column was missing, as one input of 0 or 1. `fill` is the value from the column's other encoder."""

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
