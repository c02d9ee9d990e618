"""Summaries of columns: kind, missing values, distinct values and a histogram, fast for long tables."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy
import pandas

from playground.datasets.arrays import Floats, Integers
from playground.datasets.card import Card
from playground.datasets.pipeline import columns
from playground.datasets.pipeline.columns import missing, numbers, words
from playground.datasets.pipeline.target import MAX_CLASSES_OF_NUMBERS
from playground.datasets.reading.reading import Column, Kind
from playground.datasets.understanding.kinds import kinds_of

BARS = 16  # of a small histogram
_KEPT_CELLS = 2_000_000  # the largest table whose columns are cached as numbers, because many rules read each


@dataclass(frozen=True)
class ColumnSummary:
    """The summary of a column of a table.

    Attributes:
        name: the name of the column.
        kind: the kind of its values.
        missing: the number of missing values.
        distinct: the number of distinct values, without missing ones.
        low, high: the smallest and the largest number (a date in days since 1970); None without numbers.
        whole: whether all numbers are whole; False for a column without numbers.
        histogram: the numbers of rows in `BARS` equal intervals from `low` to `high`, for numbers and dates; for other
            columns those of the most frequent values.
        most: the most frequent values with their numbers of rows, at most `BARS`; empty for numbers with more values.
    """

    name: str
    kind: Kind
    missing: int
    distinct: int
    low: float | None = None
    high: float | None = None
    whole: bool = False
    histogram: tuple[int, ...] = ()
    most: tuple[tuple[str, int], ...] = ()

    @property
    def never_changes(self) -> bool:
        """Whether it has at most one distinct value."""
        return self.distinct <= 1

    @property
    def may_be_classes(self) -> bool:
        """Whether its numbers may be classes, because they are a few distinct whole numbers."""
        return self.kind is Kind.NUMBER and self.whole and 2 <= self.distinct <= MAX_CLASSES_OF_NUMBERS


@dataclass(frozen=True, eq=False)
class Table:
    """A table with its card and the summaries of its columns.

    Attributes:
        card: the card.
        frame: the rows, numbered from 0, with distinct column names.
        columns: the summaries, by column.
        spaced: by column, the words that occur in the file both with and without surrounding spaces.
        known: the cache of `measured`, because measuring thousands of columns takes seconds.
    """

    card: Card
    frame: pandas.DataFrame
    columns: Mapping[str, ColumnSummary]
    spaced: Mapping[str, Collection[str]] = field(default_factory=dict)
    known: dict[tuple[object, ...], float] = field(default_factory=dict, repr=False)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.frame)

    def numbers(self, name: str) -> Floats | None:
        """The values of a column of numbers or dates (days since 1970), (rows,), NaN if missing; None for words.

        The arrays of a small table are cached and read-only.
        """
        if self.frame.size > _KEPT_CELLS:
            return as_numbers(self.frame[name])
        if name not in self._numbers:
            values = as_numbers(self.frame[name])
            if values is not None:
                values.flags.writeable = False
            self._numbers[name] = values
        return self._numbers[name]

    @cached_property
    def _numbers(self) -> dict[str, Floats | None]:
        return {}

    def codes(self, name: str) -> tuple[Integers, Sequence[str]]:
        """The index of each value, (rows,), -1 if missing, and the list of the column's distinct values."""
        return self._codes_of(name)

    @cached_property
    def _codes_of(self) -> Callable[[str], tuple[Integers, Sequence[str]]]:
        """A cached function for the codes of two columns: a feature, and the target, which each feature needs again."""
        return lru_cache(maxsize=2)(lambda name: _codes(self.frame[name]))

    def measured(self, what: tuple[object, ...], measure: Callable[[], float]) -> float:
        """The number with the key `what`, from the cache or from `measure`."""
        found = self.known.get(what)
        if found is None:
            found = self.known[what] = measure()
        return found

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The numeric columns, without identifiers."""
        return tuple(each.name for each in self.columns.values() if each.kind is Kind.NUMBER)


def table_of(card: Card, frame: pandas.DataFrame, read: Sequence[Column] | None = None) -> Table:
    """A table with a summary of each column.

    Args:
        card: the card of the table.
        frame: its rows.
        read: the reader's descriptions of the columns; None for a table that was not read from a person's file.
    """
    found = kinds_of(frame) if read is None else [column.kind for column in read]
    summaries = {
        str(name): _summarize(str(name), frame.iloc[:, index], found[index])
        for index, name in enumerate(frame.columns)
    }
    return Table(
        card, frame, summaries, {column.name: column.spaced for column in read or () if column.spaced}
    )


def as_numbers(column: pandas.Series) -> Floats | None:
    """The numbers, or the dates as days since 1970, (rows,), NaN if missing; None for a column of words."""
    if columns.kind(column) is columns.Kind.NUMBERS:
        return numbers(column)
    if pandas.api.types.is_datetime64_any_dtype(column):
        days: Floats = column.to_numpy("datetime64[s]").astype(numpy.float64) / 86_400
        days[numpy.asarray(column.isna())] = numpy.nan
        return days
    return None


def _codes(column: pandas.Series) -> tuple[Integers, Sequence[str]]:
    gone = missing(column)
    codes, values = pandas.factorize(column, sort=False)
    codes = numpy.where(gone, -1, codes).astype(numpy.int64)
    return codes, [str(word) for word in words(pandas.Series(values))]


def _summarize(name: str, column: pandas.Series, kind: Kind) -> ColumnSummary:
    values = as_numbers(column)
    if values is None or kind in (Kind.CATEGORY, Kind.YES_NO):
        codes, named = _codes(column)
        counts = numpy.bincount(codes[codes >= 0], minlength=len(named))
        order = numpy.argsort(-counts, kind="stable")
        order = order[counts[order] > 0]
        most = tuple((named[code], int(counts[code])) for code in order[:BARS])
        return ColumnSummary(
            name, kind, int((codes < 0).sum()), len(order), histogram=tuple(n for _, n in most), most=most
        )
    present = values[~numpy.isnan(values)]
    distinct = int(pandas.Series(present).nunique())
    if not distinct:
        return ColumnSummary(name, kind, len(values), 0)
    low, high = float(present.min()), float(present.max())
    return ColumnSummary(
        name,
        kind,
        len(values) - len(present),
        distinct,
        low,
        high,
        whole=kind is not Kind.DATE and bool((present == numpy.floor(present)).all()),
        histogram=_histogram(present, low, high),
        most=_most(present) if distinct <= BARS and kind is not Kind.DATE else (),
    )


def _histogram(present: Floats, low: float, high: float) -> tuple[int, ...]:
    size = high - low
    if size == 0 or not numpy.isfinite(size):
        return (len(present),)
    bins = numpy.minimum(((present - low) / size * BARS).astype(numpy.int64), BARS - 1)
    return tuple(numpy.bincount(bins, minlength=BARS).tolist())


def _most(present: Floats) -> tuple[tuple[str, int], ...]:
    values, counts = numpy.unique(present, return_counts=True)
    order = numpy.argsort(-counts, kind="stable")
    named = words(pandas.Series(values[order]))
    return tuple((str(word), int(count)) for word, count in zip(named, counts[order], strict=True))
