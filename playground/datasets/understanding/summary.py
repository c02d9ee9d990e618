"""Summaries of columns: kind, missing values, different values and a histogram, quick for long tables."""

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
_KEPT_CELLS = 2_000_000  # of a table whose columns are kept as numbers too: rules ask for each many times


@dataclass(frozen=True)
class ColumnSummary:
    """What a column of a table holds.

    Attributes:
        name: the column.
        kind: what its values are taken for.
        missing: number of missing values.
        distinct: number of different values, the missing ones left out.
        low, high: the smallest and the largest number; None without numbers.
        whole: whether all numbers are whole; False for a column without numbers.
        histogram: of numbers and dates, rows in `BARS` equal intervals from `low` to `high`; else the rows of the most
            frequent values.
        most: the most frequent values with their rows, at most `BARS`; empty for numbers with more different values.
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
        """Whether there is one value at most."""
        return self.distinct <= 1

    @property
    def may_be_classes(self) -> bool:
        """Whether its numbers may be classes: a few different whole ones."""
        return self.kind is Kind.NUMBER and self.whole and 2 <= self.distinct <= MAX_CLASSES_OF_NUMBERS


@dataclass(frozen=True, eq=False)
class Table:
    """A table with what is known about it.

    `frame` has different column names, and rows numbered from 0. `spaced` has by column the words that stand in the
    file both with and without spaces around them. `known` has what was measured of columns before: of thousands it
    takes seconds.
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
        """The values of a column of numbers or dates (days since 1970), (rows,), NaN where missing; else None.

        Those of a small table are kept, and read-only.
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
        """The values of a column as places in a list of its different values, (rows,), -1 where missing."""
        return self._codes_of(name)

    @cached_property
    def _codes_of(self) -> Callable[[str], tuple[Integers, Sequence[str]]]:
        """The codes of a column by its name; those of the target are wanted beside each feature's."""
        return lru_cache(maxsize=2)(lambda name: _codes(self.frame[name]))

    def measured(self, what: tuple[object, ...], measure: Callable[[], float]) -> float:
        """A number that was measured before, or is now; `what` says which."""
        found = self.known.get(what)
        if found is None:
            found = self.known[what] = measure()
        return found

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The columns of numbers, identifiers left out."""
        return tuple(each.name for each in self.columns.values() if each.kind is Kind.NUMBER)


def table_of(card: Card, frame: pandas.DataFrame, read: Sequence[Column] | None = None) -> Table:
    """A table with a summary of each column; `read` is what the reader said, None for a table it has not read."""
    found = kinds_of(frame) if read is None else [column.kind for column in read]
    summaries = {
        str(name): _summarize(str(name), frame.iloc[:, place], found[place])
        for place, name in enumerate(frame.columns)
    }
    return Table(
        card, frame, summaries, {column.name: column.spaced for column in read or () if column.spaced}
    )


def as_numbers(column: pandas.Series) -> Floats | None:
    """Numbers, or dates as days since 1970, with NaN where one is missing; None for a column of words."""
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
        most = tuple((named[place], int(counts[place])) for place in order[:BARS])
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
    places = numpy.minimum(((present - low) / size * BARS).astype(numpy.int64), BARS - 1)
    return tuple(numpy.bincount(places, minlength=BARS).tolist())


def _most(present: Floats) -> tuple[tuple[str, int], ...]:
    values, counts = numpy.unique(present, return_counts=True)
    order = numpy.argsort(-counts, kind="stable")
    named = words(pandas.Series(values[order]))
    return tuple((str(word), int(count)) for word, count in zip(named, counts[order], strict=True))
