"""Maps of a whole table: how columns go together, and where values are missing."""

from collections.abc import Sequence

import numpy
import pandas

from playground.datasets.arrays import Floats
from playground.datasets.pipeline.columns import missing

_BLOCKS = 120  # rows of a map of missing values, at most


def correlations(columns: Sequence[Floats]) -> Floats:
    """Pearson's correlation of each two columns, (n, n); a missing value counts as its column's mean.

    0 where a column never changes.
    """
    table = numpy.column_stack(columns)
    with numpy.errstate(all="ignore"):
        table = table - numpy.nanmean(table, axis=0)
        table = numpy.where(numpy.isfinite(table), table, 0.0)
        size = numpy.sqrt((table**2).sum(axis=0))
        table = numpy.divide(table, size, out=numpy.zeros_like(table), where=size > 0)
    return numpy.asarray(numpy.clip(table.T @ table, -1, 1))


def missing_map(frame: pandas.DataFrame, columns: Sequence[str]) -> tuple[Floats, Floats]:
    """The share of missing values by block of rows: the first row of each block (blocks,), shares (blocks, columns)."""
    rows = len(frame)
    starts = numpy.unique(numpy.linspace(0, rows, min(rows, _BLOCKS), endpoint=False).astype(numpy.int64))
    sizes = numpy.diff(numpy.append(starts, rows))
    shares = [
        numpy.add.reduceat(missing(frame[name]).astype(numpy.float64), starts) / sizes for name in columns
    ]
    return starts.astype(numpy.float64), numpy.column_stack(shares)
