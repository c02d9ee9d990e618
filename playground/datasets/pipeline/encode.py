"""Encode: the encoding of columns as numbers, learned from the training rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy
import pandas

from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import Kind, in_order, kind, missing, numbers, words
from playground.datasets.pipeline.encoders import (
    PARTS_OF_DATES,
    DateParts,
    Encoded,
    Numeric,
    OneHot,
    Ordinal,
    WasMissing,
)
from playground.experiment import Data

MAX_CATEGORIES = 50

NEVER_CHANGES = "never changes"
NO_VALUES = "has no values"


@dataclass(frozen=True)
class EncodingChoices:
    """A person's choices for the encoding of columns; `playground.experiment.Data` describes each field."""

    encoding: Mapping[str, str] = field(default_factory=dict)
    most_categories: int | None = None
    fill: str | None = None
    was_missing: bool = False
    clip: float | None = None

    @classmethod
    def of(cls, data: Data) -> "EncodingChoices":
        """The choices of an experiment."""
        return cls(data.encoding or {}, data.most_categories, data.fill, bool(data.was_missing), data.clip)


_USUAL = EncodingChoices()


@dataclass(frozen=True)
class Encoding:
    """The encoders of the columns that become inputs, and the left out columns with reasons ("never changes")."""

    columns: tuple[Encoded, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def used(self) -> tuple[str, ...]:
        """The names of the columns that become inputs, without repetition."""
        return tuple(dict.fromkeys(column.column for column in self.columns))

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order of the matrix."""
        return tuple(name for column in self.columns for name in column.inputs)

    @property
    def column_of_input(self) -> tuple[str, ...]:
        """The column that each input comes from, in the order of the matrix."""
        return tuple(column.column for column in self.columns for _ in column.inputs)

    def matrix(self, frame: pandas.DataFrame) -> Floats:
        """The unscaled inputs of any rows of the same table, float64 (rows, inputs)."""
        return numpy.hstack([column.matrix(frame) for column in self.columns])


def learn_encoding(
    train: pandas.DataFrame, features: Sequence[str], how: EncodingChoices = _USUAL
) -> Encoding:
    """Learns the encoding of the columns `features` from training rows.

    By default missing numbers are filled with the median, and missing text with the most frequent value; among equally
    frequent values, the first by alphabet.
    """
    found = [(name, _learn(train[name], how)) for name in features]
    columns: list[Encoded] = []
    for name, column in found:
        if isinstance(column, str):
            continue
        columns.append(column)
        if how.was_missing and missing(train[name]).any():
            columns.append(WasMissing(name, column.fill))
    return Encoding(tuple(columns), tuple((name, why) for name, why in found if isinstance(why, str)))


def _learn(column: pandas.Series, how: EncodingChoices) -> Encoded | str:
    """A column's encoder, or the reason to leave it out."""
    name = str(column.name)
    gone = missing(column)
    present = column[~gone] if gone.any() else column
    chosen = how.encoding.get(name)
    if chosen == "date_parts":
        return _dates(name, present)
    if kind(column) is Kind.OTHER:
        return "holds neither numbers nor text"
    if present.empty:
        return NO_VALUES
    if kind(column) is Kind.NUMBERS and chosen is None:
        return _numbers(name, numbers(present), how)
    return _categories(name, Counter(words(present)), chosen, how.most_categories)


def _numbers(name: str, values: Floats, how: EncodingChoices) -> Numeric | str:
    if values.min() == values.max():
        return NEVER_CHANGES
    bounds = None
    if how.clip is not None:
        low, high = numpy.quantile(values, [how.clip, 1 - how.clip], method="nearest")
        if low == high:
            return "is the same once its outliers are clipped"
        bounds = (float(low), float(high))
    return Numeric(name, _fill(values, how.fill), bounds)


def _fill(values: Floats, how: str | None) -> float:
    if how == "mean":
        return float(values.mean())
    if how == "most_frequent":
        different, counts = numpy.unique(values, return_counts=True)
        return float(different[counts.argmax()])
    return float(numpy.median(values))


def _categories(
    name: str, counts: Counter[str], chosen: str | None, most: int | None
) -> OneHot | Ordinal | str:
    if len(counts) == 1:
        return NEVER_CHANGES
    categories = tuple(sorted(counts))
    fill = max(categories, key=counts.__getitem__)
    if chosen == "ordinal":
        return Ordinal(name, in_order(set(categories)), fill)
    if most is not None and len(categories) > most:
        frequent = sorted(categories, key=lambda category: -counts[category])[:most]
        return OneHot(name, tuple(sorted(frequent)), fill, others=True)
    if most is None and len(counts) > MAX_CATEGORIES:
        return f"has {len(counts):,} different values, more than {MAX_CATEGORIES}"
    return OneHot(name, categories, fill)


def _dates(name: str, present: pandas.Series) -> DateParts | str:
    if not pandas.api.types.is_datetime64_any_dtype(present):
        return "holds no dates"
    if present.empty:
        return NO_VALUES
    days = present.dt
    parts = tuple(part for part, name in PARTS_OF_DATES.items() if getattr(days, name).nunique() > 1)
    if not parts:
        return NEVER_CHANGES
    middle = present.sort_values().iloc[len(present) // 2]
    return DateParts(name, parts, str(middle)[:10])
