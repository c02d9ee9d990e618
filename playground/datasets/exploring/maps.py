"""Data for heat maps of a whole table: correlations, and shares of missing values."""

from collections.abc import Sequence

import numpy
import pandas

from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import missing

_BLOCKS = 120  # most blocks of rows in a map of missing values


def correlations(columns: Sequence[Floats]) -> Floats:
    """Pearson's correlation of each pair of columns, (columns, columns).

    A missing value counts as its column's mean. The correlation with a constant column is 0.
    """
    table = numpy.column_stack(columns)
    with numpy.errstate(all="ignore"):
        table = table - numpy.nanmean(table, axis=0)
        table = numpy.where(numpy.isfinite(table), table, 0.0)
        size = numpy.sqrt((table**2).sum(axis=0))
        table = numpy.divide(table, size, out=numpy.zeros_like(table), where=size > 0)
    return numpy.asarray(numpy.clip(table.T @ table, -1, 1))


def missing_map(frame: pandas.DataFrame, columns: Sequence[str]) -> tuple[Floats, Floats]:
    """The share of missing values by blocks of rows.

    Returns:
        The index of the first row of each block, (blocks,), and the shares from 0 to 1, (blocks, columns).
    """
    rows = len(frame)
    starts = numpy.unique(numpy.linspace(0, rows, min(rows, _BLOCKS), endpoint=False).astype(numpy.int64))
    sizes = numpy.diff(numpy.append(starts, rows))
    shares = [
        numpy.add.reduceat(missing(frame[name]).astype(numpy.float64), starts) / sizes for name in columns
    ]
    return starts.astype(numpy.float64), numpy.column_stack(shares)
