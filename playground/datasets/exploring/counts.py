"""Counts of rows: in intervals of one column, in the cells of two, by class and by value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from playground.datasets.arrays import Floats, Integers


@dataclass(frozen=True, eq=False)
class Intervals:
    """Rows in equal intervals of a column of numbers: `edges` (n + 1,), `counts` (n,) or (groups, n)."""

    edges: Floats
    counts: Integers

    @property
    def middles(self) -> Floats:
        """The middle of each interval, (n,)."""
        return (self.edges[:-1] + self.edges[1:]) / 2

    @property
    def width(self) -> float:
        """The width of an interval."""
        return float(self.edges[1] - self.edges[0])


def edges_of(values: Floats, most: int = 40) -> Floats:
    """Edges of equal intervals over the numbers of a column; few whole numbers have an interval each."""
    present = values[numpy.isfinite(values)]
    if not len(present):
        return numpy.array([0.0, 1.0])
    low, high = float(present.min()), float(present.max())
    if low == high:
        return numpy.array([low - 0.5, low + 0.5])
    if high - low < most and (present == numpy.floor(present)).all():
        return numpy.arange(low - 0.5, high + 1)
    return numpy.linspace(low, high, min(most, max(int(len(present) ** 0.5), 8)) + 1)


def intervals(values: Floats, groups: Integers | None = None, count: int = 1) -> Intervals:
    """Rows of a column in equal intervals, of all rows or of each of `count` groups (-1: of none)."""
    edges = edges_of(values)
    places = places_in(values, edges)
    size = len(edges) - 1
    if groups is None:
        return Intervals(edges, numpy.bincount(places[places >= 0], minlength=size))
    both = (places >= 0) & (groups >= 0)
    cells = numpy.bincount(groups[both] * size + places[both], minlength=count * size)
    return Intervals(edges, cells.reshape(count, size))


def places_in(values: Floats, edges: Floats) -> Integers:
    """The interval of each number, (rows,), -1 where it is missing."""
    size = len(edges) - 1
    there = numpy.isfinite(values)
    places = numpy.full(len(values), -1, numpy.int64)
    share = (values[there] - edges[0]) / (edges[-1] - edges[0])
    places[there] = numpy.clip((share * size).astype(numpy.int64), 0, size - 1)
    return places


def cells(x: Floats, y: Floats) -> tuple[Floats, Floats, Integers]:
    """Rows in the cells of a grid over two columns: edges along x, edges along y, counts (ny, nx)."""
    across, up = edges_of(x, 60), edges_of(y, 40)
    columns, rows = places_in(x, across), places_in(y, up)
    both = (columns >= 0) & (rows >= 0)
    width, height = len(across) - 1, len(up) - 1
    counts = numpy.bincount(rows[both] * width + columns[both], minlength=width * height)
    return across, up, counts.reshape(height, width)


def mean_line(x: Floats, y: Floats, most: int = 20) -> tuple[Floats, Floats]:
    """The mean of y in intervals of x with as many rows each: the means of x, the means of y."""
    both = numpy.isfinite(x) & numpy.isfinite(y)
    x, y = x[both], y[both]
    if len(x) < 10:
        return numpy.zeros(0), numpy.zeros(0)
    cuts = numpy.unique(numpy.quantile(x, numpy.linspace(0, 1, min(most, len(x) // 5) + 1)))
    if len(cuts) < 3:
        return numpy.zeros(0), numpy.zeros(0)
    places = numpy.clip(numpy.searchsorted(cuts, x, side="right") - 1, 0, len(cuts) - 2)
    order = numpy.argsort(places, kind="stable")
    ends = numpy.cumsum(numpy.bincount(places, minlength=len(cuts) - 1))
    parts = [part for part in numpy.split(order, ends[:-1]) if len(part)]
    return (
        numpy.array([x[part].mean() for part in parts]),
        numpy.array([y[part].mean() for part in parts]),
    )


def five_numbers(values: Floats, groups: Integers, wanted: Sequence[int]) -> Floats:
    """The 5, 25, 50, 75 and 95 % quantiles of the numbers of each wanted group, (groups, 5); NaN for an empty one."""
    found = numpy.full((len(wanted), 5), numpy.nan)
    there = numpy.isfinite(values)
    for row, group in enumerate(wanted):
        own = values[there & (groups == group)]
        if len(own):
            found[row] = numpy.quantile(own, (0.05, 0.25, 0.5, 0.75, 0.95))
    return found


def crossed(one: Integers, other: Integers, width: int, height: int) -> Integers:
    """Rows by the values of two columns of words, (width, height)."""
    both = (one >= 0) & (other >= 0)
    return numpy.bincount(one[both] * height + other[both], minlength=width * height).reshape(width, height)


def sample(rows: int, most: int) -> Integers:
    """At most `most` numbers of rows, drawn at random and always the same ones, in order."""
    if rows <= most:
        return numpy.arange(rows, dtype=numpy.int64)
    return numpy.sort(numpy.random.default_rng(0).choice(rows, most, replace=False)).astype(numpy.int64)
