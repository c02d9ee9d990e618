"""Counts of rows: in intervals of one column, in cells of a grid over two columns, by class and by value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from playground.datasets.arrays import Floats, Integers


@dataclass(frozen=True, eq=False)
class Intervals:
    """The number of rows in each of n equal intervals of a numeric column.

    Attributes:
        edges: the edges of the intervals, (n + 1,).
        counts: the number of rows, (n,), or for several groups (groups, n).
    """

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
    """The edges of at most `most` equal intervals over a column, (n + 1,); few whole numbers have one interval each."""
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
    """Counts the rows of a column in equal intervals.

    Args:
        values: the column, (rows,).
        groups: the index of each row's group, (rows,), -1 for no group; None to count all rows together.
        count: the number of groups.
    """
    edges = edges_of(values)
    bins = bins_of(values, edges)
    size = len(edges) - 1
    if groups is None:
        return Intervals(edges, numpy.bincount(bins[bins >= 0], minlength=size))
    both = (bins >= 0) & (groups >= 0)
    cells = numpy.bincount(groups[both] * size + bins[both], minlength=count * size)
    return Intervals(edges, cells.reshape(count, size))


def bins_of(values: Floats, edges: Floats) -> Integers:
    """The index of the interval of each number, (rows,), -1 for a missing one."""
    size = len(edges) - 1
    there = numpy.isfinite(values)
    bins = numpy.full(len(values), -1, numpy.int64)
    share = (values[there] - edges[0]) / (edges[-1] - edges[0])
    bins[there] = numpy.clip((share * size).astype(numpy.int64), 0, size - 1)
    return bins


def cells(x: Floats, y: Floats) -> tuple[Floats, Floats, Integers]:
    """Counts rows in the cells of a grid: edges along x, (nx + 1,), edges along y, (ny + 1,), and counts (ny, nx)."""
    across, up = edges_of(x, 60), edges_of(y, 40)
    columns, rows = bins_of(x, across), bins_of(y, up)
    both = (columns >= 0) & (rows >= 0)
    width, height = len(across) - 1, len(up) - 1
    counts = numpy.bincount(rows[both] * width + columns[both], minlength=width * height)
    return across, up, counts.reshape(height, width)


def mean_line(x: Floats, y: Floats, most: int = 20) -> tuple[Floats, Floats]:
    """The means of x and y, (n,) each, in at most `most` intervals of x with about equally many rows."""
    both = numpy.isfinite(x) & numpy.isfinite(y)
    x, y = x[both], y[both]
    if len(x) < 10:
        return numpy.zeros(0), numpy.zeros(0)
    cuts = numpy.unique(numpy.quantile(x, numpy.linspace(0, 1, min(most, len(x) // 5) + 1)))
    if len(cuts) < 3:
        return numpy.zeros(0), numpy.zeros(0)
    bins = numpy.clip(numpy.searchsorted(cuts, x, side="right") - 1, 0, len(cuts) - 2)
    order = numpy.argsort(bins, kind="stable")
    ends = numpy.cumsum(numpy.bincount(bins, minlength=len(cuts) - 1))
    parts = [part for part in numpy.split(order, ends[:-1]) if len(part)]
    return (
        numpy.array([x[part].mean() for part in parts]),
        numpy.array([y[part].mean() for part in parts]),
    )


def five_numbers(values: Floats, groups: Integers, wanted: Sequence[int]) -> Floats:
    """The 5, 25, 50, 75 and 95 % quantiles of each wanted group, (groups, 5); NaN for an empty group."""
    found = numpy.full((len(wanted), 5), numpy.nan)
    there = numpy.isfinite(values)
    for row, group in enumerate(wanted):
        own = values[there & (groups == group)]
        if len(own):
            found[row] = numpy.quantile(own, (0.05, 0.25, 0.5, 0.75, 0.95))
    return found


def cross(one: Integers, other: Integers, width: int, height: int) -> Integers:
    """The contingency table of two categorical columns, (width, height).

    Args:
        one, other: the index of each row's value, (rows,), -1 for a missing one.
        width, height: the numbers of their values.
    """
    both = (one >= 0) & (other >= 0)
    return numpy.bincount(one[both] * height + other[both], minlength=width * height).reshape(width, height)


def sample(rows: int, most: int) -> Integers:
    """The indices of at most `most` random rows, int64, ascending; the same at every call."""
    if rows <= most:
        return numpy.arange(rows, dtype=numpy.int64)
    return numpy.sort(numpy.random.default_rng(0).choice(rows, most, replace=False)).astype(numpy.int64)
