"""Rows of a file for predictions: the columns that the network needs, and the doubts about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas
import pyarrow
from pyarrow import compute

from playground.datasets.arrays import Integers
from playground.datasets.error import DataError
from playground.datasets.own.marks import has_columns, without_marks
from playground.datasets.own.table import as_kind, bounds
from playground.datasets.reading import Choices, Column, Dialect, Doubt, Kind, Reading, ReadingError, read
from playground.datasets.reading.columns.numbers import NumberFormat
from playground.datasets.reading.frame import frame_of, unique_names

_TRUE_FALSE = {"true": "1", "false": "0"}
_LONGEST = 40  # letters of a cell in a sentence


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a file.

    Attributes:
        frame: the needed columns: numbers as float64, dates as datetime64, others as text; missing values are NaN, NaT
            and None.
        cells: all columns, with the file's texts.
        lines: the line of the file on which each row begins, int64 (rows,), counted from 1.
        doubts: the doubts in the order of the lines, also about lines that cannot be read and are not in `frame`.
        wrong: by index of a row, a doubt about a cell that is not the needed number or date.
        dialect: the dialect of the file.
    """

    frame: pandas.DataFrame
    cells: pandas.DataFrame
    lines: Integers
    doubts: tuple[Doubt, ...]
    wrong: Mapping[int, Doubt]
    dialect: Dialect

    @property
    def said(self) -> list[str]:
        """The doubts about each row, in words; "" for a row without doubts."""
        by_line: dict[int | None, list[str]] = {}
        for doubt in self.doubts:
            by_line.setdefault(doubt.row, []).append(in_words(doubt))
        return ["; ".join(by_line.get(int(line), ())) for line in self.lines]


def read_rows(
    content: bytes,
    kinds: Mapping[str, Kind],
    known: Mapping[str, Collection[str]],
    said: Dialect | None = None,
) -> Rows:
    """The rows of a file of any supported format.

    Args:
        content: the bytes of the file.
        kinds: the kind of each needed column, by name: number, date or category.
        known: the words of each categorical column that the network has learned; other words are in doubt.
        said: the dialect of the table that the network was trained on; the file may have another dialect.

    Raises:
        DataError: the file is not a table, or a needed column is missing; `field` is then the name of the column.
    """
    reading = without_marks(_read(content, list(kinds), said), kinds, known)
    names = unique_names(column.name for column in reading.columns)
    by_name = dict(zip(names, range(len(names)), strict=True))
    if lacking := [name for name in kinds if name not in by_name]:
        raise DataError(lacking[0], "the table has no such column, and the model needs it.")
    columns = list(reading.columns)
    tables = list(reading.cells.columns)
    for name, kind in kinds.items():
        index = by_name[name]
        columns[index], tables[index] = _column(
            replace(columns[index], name=name), tables[index], kind, known.get(name, ()), reading.dialect
        )
    frame = frame_of(replace(reading, columns=tuple(columns), cells=_table(tables)))[list(kinds)]
    for name, kind in kinds.items():
        if kind is Kind.CATEGORY:
            frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    wrong: dict[int, Doubt] = {}
    doubts = [
        Doubt(line, None, "this row cannot be read, so it has no prediction") for line in reading.left_out
    ]
    for name, kind in kinds.items():
        index = by_name[name]
        written = compute.utf8_trim_whitespace(reading.cells.columns[index])
        cells = np.asarray(written.to_pylist(), dtype=object)
        doubts += _missing(frame[name], cells, columns[index], reading.lines, wrong, kind)
        doubts += _unknown(frame[name], known.get(name), reading.lines, name)
    # A doubt about the network's input replaces the reader's doubt about the same cell.
    told = {(doubt.row, doubt.column) for doubt in doubts if doubt.column}
    doubts += [doubt for doubt in reading.doubts if (doubt.row, doubt.column) not in told]
    return Rows(
        frame,
        pandas.DataFrame(
            {name: column.to_pylist() for name, column in zip(names, reading.cells.columns, strict=True)},
            columns=pandas.Index(names, dtype=object),
            dtype=object,
        ),
        reading.lines,
        tuple(sorted(doubts, key=lambda doubt: doubt.row or 0)),
        wrong,
        reading.dialect,
    )


def _read(content: bytes, names: Sequence[str], said: Dialect | None) -> Reading:
    """The first reading with the names: guessed, then with a header, then with the dialect of the training table."""
    ways = [Choices(), Choices(header=True)]
    if said is not None:
        ways.append(Choices(delimiter=said.delimiter, quote=said.quote, decimal=said.decimal, header=True))
    first: Reading | None = None
    try:
        for way in ways:
            reading = read(content, way, bounds())
            if has_columns(reading, names):
                return reading
            first = first or reading
    except ReadingError as error:
        if first is None:
            raise DataError("rows", str(error)) from None
    assert first is not None
    return first


def _table(columns: Sequence[pyarrow.ChunkedArray]) -> pyarrow.Table:
    return pyarrow.table({str(index): column for index, column in enumerate(columns)})


def _column(
    column: Column, cells: pyarrow.ChunkedArray, kind: Kind, known: Collection[str], dialect: Dialect
) -> tuple[Column, pyarrow.ChunkedArray]:
    """The column as the kind that the network needs, with its cells."""
    if kind is Kind.CATEGORY:
        # A word that the network has learned is a value, even if it usually means a missing one.
        missing = tuple(word for word in column.missing_words if word not in known)
        return replace(column, kind=kind, missing_words=missing), cells
    if kind is Kind.NUMBER and column.number is None:
        words = compute.utf8_lower(compute.utf8_trim_whitespace(cells))
        for word, number in _TRUE_FALSE.items():
            cells = compute.if_else(compute.equal(words, word), number, cells)
    try:
        return as_kind(column, kind, cells, dialect.decimal or "."), cells
    except DataError:  # no cell is a date
        return replace(column, kind=Kind.NUMBER, number=NumberFormat()), pyarrow.chunked_array(
            [pyarrow.array([""] * len(cells))]
        )


def _missing(
    values: pandas.Series,
    cells: np.ndarray,
    column: Column,
    lines: Integers,
    wrong: dict[int, Doubt],
    kind: Kind,
) -> list[Doubt]:
    found = []
    for row in np.flatnonzero(values.isna().to_numpy()):
        cell, line = str(cells[row]), int(lines[row])
        if cell in ("", *column.missing_words) or kind is Kind.CATEGORY:
            found.append(
                Doubt(
                    line, column.name, "it is missing, so the network gets what is usual in the training rows"
                )
            )
        else:
            takes = "numbers" if kind is Kind.NUMBER else "dates"
            doubt = Doubt(line, column.name, f"has “{cell[:_LONGEST]}”, and the model takes {takes} here")
            wrong.setdefault(int(row), doubt)
            found.append(doubt)
    return found


def _unknown(values: pandas.Series, known: Collection[str] | None, lines: Integers, name: str) -> list[Doubt]:
    """Doubts about words that no training row has."""
    if known is None or values.dtype != object:
        return []
    strange = values.notna() & ~values.isin(list(known))
    return [
        Doubt(int(lines[row]), name, f"“{str(values.iloc[row])[:_LONGEST]}” is in no training row")
        for row in np.flatnonzero(strange.to_numpy())
    ]


def in_words(doubt: Doubt) -> str:
    """The sentence of a doubt, with its column."""
    return f"{doubt.column}: {doubt.sentence}" if doubt.column else doubt.sentence
