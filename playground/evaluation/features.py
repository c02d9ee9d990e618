"""Features: the values with which a person describes a row, with their range or choices in the training rows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas

from playground.datasets.pipeline.columns import missing, numbers, words
from playground.datasets.pipeline.encoders import DateParts, Encoded, Numeric, WasMissing

Value: TypeAlias = float | str | datetime.date | None  # of a feature; None where it is missing

STEPS = 101  # the number of values along a feature of numbers or dates


@dataclass(frozen=True)
class Numbers:
    """A feature of numbers: lowest and highest value and median of the training rows."""

    name: str
    low: float
    high: float
    usual: float
    is_whole: bool
    unit: str = ""

    def along(self, own: Value) -> list[Value]:
        """Even values from the low to the high end, extended to the row's own value."""
        ends = [self.low, self.high, *([own] if isinstance(own, float) else [])]
        return [float(value) for value in np.linspace(min(ends), max(ends), STEPS)]

    def is_beyond(self, value: Value) -> bool:
        """Whether a value is outside the range of the training rows."""
        return isinstance(value, float) and not self.low <= value <= self.high

    def column(self, values: Sequence[Value]) -> pandas.Series:
        """The values as a column of a table."""
        return pandas.Series([np.nan if value is None else value for value in values], dtype=np.float64)

    def value(self, column: pandas.Series) -> Value:
        """The first value of a column of the table."""
        return None if missing(column)[0] else float(numbers(column)[0])


@dataclass(frozen=True)
class Words:
    """A feature of categories: the categories of the training rows, and the most frequent one."""

    name: str
    choices: tuple[str, ...]
    usual: str

    def along(self, own: Value) -> list[Value]:
        """All choices, and the row's own value if it is none of them."""
        return [*self.choices, own] if self.is_beyond(own) else list(self.choices)

    def is_beyond(self, value: Value) -> bool:
        """Whether a value is none of the choices."""
        return value is not None and value not in self.choices

    def column(self, values: Sequence[Value]) -> pandas.Series:
        """The values as a column of a table."""
        return pandas.Series(list(values), dtype=object)

    def value(self, column: pandas.Series) -> Value:
        """The first value of a column of the table."""
        return None if missing(column)[0] else str(words(column)[0])


@dataclass(frozen=True)
class Dates:
    """A feature of dates: the first, the last and the middle day of the training rows."""

    name: str
    low: datetime.date
    high: datetime.date
    usual: datetime.date

    def along(self, own: Value) -> list[Value]:
        """Even days from the first to the last, extended to the row's own day."""
        ends = [self.low, self.high, *([own] if isinstance(own, datetime.date) else [])]
        first, days = min(ends), (max(ends) - min(ends)).days
        steps = sorted({round(days * step / (STEPS - 1)) for step in range(STEPS)})
        return [first + datetime.timedelta(days=step) for step in steps]

    def is_beyond(self, value: Value) -> bool:
        """Whether a day is outside the range of the training rows."""
        return isinstance(value, datetime.date) and not self.low <= value <= self.high

    def column(self, values: Sequence[Value]) -> pandas.Series:
        """The values as a column of a table."""
        days = pandas.to_datetime(pandas.Series(list(values), dtype=object))
        return pandas.Series(days, dtype="datetime64[s]")

    def value(self, column: pandas.Series) -> Value:
        """The first value of a column of the table."""
        if missing(column)[0]:
            return None
        day: datetime.date = pandas.Timestamp(column.iloc[0]).date()
        return day


Feature: TypeAlias = Numbers | Words | Dates


def numbers_of(column: pandas.Series, unit: str) -> Numbers:
    """The feature of a column of numbers in the training rows."""
    values = numbers(column)
    values = values[np.isfinite(values)]
    is_whole = bool((values == np.floor(values)).all())
    ends = float(values.min()), float(values.max())
    return Numbers(str(column.name), *ends, float(np.median(values)), is_whole, unit)


def feature_of(encoded: Encoded, column: pandas.Series, unit: str) -> Feature:
    """The feature of a column of the training rows, chosen by the column's encoder."""
    assert not isinstance(encoded, WasMissing)
    present = column[~missing(column)]
    if isinstance(encoded, Numeric):
        return numbers_of(present, unit)
    if isinstance(encoded, DateParts):
        days = present.sort_values().dt.date
        return Dates(encoded.column, days.iloc[0], days.iloc[-1], days.iloc[len(days) // 2])
    rare = sorted(set(words(present)) - set(encoded.categories))  # they share an input
    return Words(encoded.column, (*encoded.categories, *rare), encoded.fill)
