"""Cells with marks that other cells of their column do not have: a delimiter or a tab."""

from collections.abc import Iterator, Sequence

import numpy
from pyarrow import compute

from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.number import CellDoubt, shown

_RARE = 0.02
_BEGINS, _ENDS = list(b";|"), list(b";|\\")  # words rarely begin or end with these; \\N is a missing value


def odd_marks(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, CellDoubt]]:
    """Doubts about cells with rare marks, each with the index of the column."""
    for number, one in enumerate(looks):
        if one.number_count <= 0.5 * len(one.cells):
            yield from ((number, doubt) for doubt in (*_ends(one), *_tabs(one)))


def _ends(one: ColumnLook) -> Iterator[CellDoubt]:
    """Cells that begin or end with a common delimiter or escape character of other files."""
    first, last = one.cells.byte(0), one.cells.byte(-1)
    rows = numpy.flatnonzero(numpy.isin(first, _BEGINS) | numpy.isin(last, _ENDS) | (last == ord(",")))
    if 0 < len(rows) <= max(1, _RARE * len(one.cells)):
        words = one.unique.field("values")
        for row in rows.tolist():
            cell = str(one.cells.array[row])
            # A long text may end with a comma, but a word of a column with few distinct words does not.
            if cell.endswith(",") and compute.index(words, cell[:-1]).as_py() < 0:
                continue
            yield CellDoubt(
                row, f"“{shown(cell)}” begins or ends with a mark that divides cells in other files"
            )


def _tabs(one: ColumnLook) -> Iterator[CellDoubt]:
    tabs = numpy.flatnonzero(one.cells.data == ord("\t"))
    if not len(tabs):
        return
    rows = numpy.unique(numpy.searchsorted(one.cells.offsets, tabs, "right") - 1)
    if len(rows) <= max(1, _RARE * len(one.cells)):
        yield from (
            CellDoubt(row, "a tab stands within this cell, as in few others") for row in rows.tolist()
        )
