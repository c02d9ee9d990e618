"""The `Reading` of formats that have cells: workbooks, Parquet and JSON lines."""

from collections.abc import Sequence

import numpy
import pyarrow

from playground.datasets.reading.columns.decide import decide
from playground.datasets.reading.columns.rows_apart import odd_rows
from playground.datasets.reading.delimited.records import Indices
from playground.datasets.reading.reading import Dialect, Doubt, Reading


def reading_of(
    table: pyarrow.Table,
    names: Sequence[str],
    lines: Indices,
    dialect: Dialect,
    doubts: Sequence[Doubt] = (),
    left_out: Sequence[int] = (),
    *,
    header: bool = True,
    header_line: int | None = None,
    sheets: Sequence[str] = (),
    by_hand: bool = False,
) -> Reading:
    """Decides the kinds of the columns and collects all doubts.

    Args:
        table: a column of text for each name.
        names: the names of the columns.
        lines: the line on which each row begins, int64 (rows,).
        dialect: the dialect; if `decimal` is None, numbers have a decimal point, unless all are texts with a comma.
        doubts, left_out: the doubts and left out lines so far.
        header: whether the names are from the file.
        header_line: the line of the names; None if they are on none.
        sheets: the names of all sheets of a workbook.
        by_hand: whether people write such files by hand, so that rows may be totals or notes beside the table.
    """
    called = tuple(names) if header else tuple(f"column {index + 1}" for index in range(table.num_columns))
    decision = decide(table, called, dialect.decimal, typed=True)
    found = [
        Doubt(int(lines[doubt.row]), name, doubt.sentence)
        for name, doubts in zip(called, decision.doubts, strict=True)
        for doubt in doubts
    ]
    if by_hand:
        found += [
            Doubt(int(lines[row]), None, sentence)
            for row, sentence in odd_rows(table, called if header else None, decision)
        ]
    every = sorted(dict.fromkeys([*doubts, *found]), key=lambda doubt: doubt.row or 0)
    return Reading(
        dialect,
        decision.columns,
        tuple(names) if header else None,
        table,
        lines,
        tuple(every),
        tuple(sorted(set(left_out))),
        header_line,
        tuple(sheets),
    )


def text_table(rows: Sequence[Sequence[str]], width: int) -> pyarrow.Table:
    """Rows of `width` cells as columns of text, named "0", "1", …"""
    columns = zip(*rows, strict=True) if rows else [()] * width
    return pyarrow.table(
        {str(index): pyarrow.array(column, pyarrow.string()) for index, column in enumerate(columns)}
    )


def counted(first: int, count: int) -> Indices:
    """The numbers of `count` consecutive lines from `first` on, int64."""
    return numpy.arange(first, first + count, dtype=numpy.int64)
