"""An own table: its rows and columns, read from its file with the settings of an experiment."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

import numpy
import pandas
import pyarrow
from cachetools import LRUCache
from pyarrow import compute

from playground.datasets.alike import merge
from playground.datasets.error import DataError
from playground.datasets.own.contents import content_of, on_removal
from playground.datasets.reading import Bounds, Choices, Column, Dialect, Kind, Reading, ReadingError, read
from playground.datasets.reading.columns.dates import common_format
from playground.datasets.reading.columns.numbers import MISSING_WORDS, NumberFormat
from playground.datasets.reading.frame import frame_of, unique_names
from playground.experiment import FileReading
from playground.limits import limits
from playground.mentions import quoted

_AS_GUESSED = FileReading()


@dataclass(frozen=True, eq=False)
class OwnTable:
    """A table that was read from a person's file.

    Attributes:
        frame: the rows, numbered from 0; text has pandas' type category.
        columns: the descriptions of the frame's columns, with the frame's names.
        dialect: the dialect of the file.
        sheet: the sheet of a workbook; None for the first sheet, or for a file of another format.
        doubts: the number of rows that are in doubt or cannot be read.
        first_doubt: the sentence of the first doubt, which may be about the whole file; "" without doubts.
        rows_left_out: the number of rows of the file that are not in the frame.
    """

    frame: pandas.DataFrame
    columns: tuple[Column, ...]
    dialect: Dialect
    sheet: str | None
    doubts: int
    first_doubt: str
    rows_left_out: int

    @property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    def reading(self, doubtful: str | None) -> FileReading:
        """The complete reading, so that nothing is guessed the next time; settings that the format lacks are null."""
        return FileReading.model_validate(
            {**vars(self.dialect), "sheet": self.sheet, "doubtful": doubtful if self.first_doubt else None}
        )


def bounds() -> Bounds:
    """The limits for a file and its table on this installation."""
    return Bounds(size=limits().upload_bytes)


def choices_of(reading: FileReading | None) -> Choices:
    """The reader's choices from the reading of an experiment; None means that all are guessed."""
    said = (reading or _AS_GUESSED).model_dump(exclude={"doubtful"})
    return Choices(**said)


def own_table(
    digest: str,
    reading: FileReading | None,
    kinds: Mapping[str, str] | None,
    alike: tuple[str, str] | None = None,
) -> OwnTable:
    """Reads the file with a hash. The most recently used tables stay in memory, up to `PLAYGROUND_TABLE_BYTES`.

    Args:
        digest: the hash of the file.
        reading: the settings of the reader; None means that all are guessed.
        kinds: the kinds of columns that a person chose, by name.
        alike: a column, and whether its words that differ only in capital letters or spaces "merge" or stay "apart".

    Raises:
        DataError: the file is missing, cannot be read, or has rows in doubt while `reading.doubtful` is not set.
    """
    reading = reading or _AS_GUESSED
    key = (digest, reading, tuple(sorted((kinds or {}).items())), alike)
    known = _cached(key)
    if known is None:
        with _turn_of(digest):  # simultaneous callers wait for the first, and the file is read once
            known = _cached(key)
            if known is None:
                known = _keep(key, _read(digest, reading, kinds or {}, alike))
    return known


def keep_read(digest: str, reading: FileReading, found: Reading) -> None:
    """Caches the table of a file that was just read with `reading`, so that its owner's page does not read it again.

    A table with doubts is not cached, because the person must first choose what happens to rows in doubt.
    """
    if not found.doubts and not found.left_out:
        _keep((digest, reading, (), None), table_of(found, reading.sheet, None, {}))


def table_of(
    reading: Reading,
    sheet: str | None,
    doubtful: str | None,
    kinds: Mapping[str, str],
    alike: tuple[str, str] | None = None,
) -> OwnTable:
    """The table of a reading.

    Raises:
        DataError: the reading has doubts and `doubtful` is None, or `kinds` names an unknown column.
    """
    first = _first_doubt(reading)
    rows = {doubt.row for doubt in reading.doubts if doubt.row is not None} | set(reading.left_out)
    if first and doubtful is None:
        raise DataError("data.reading.doubtful", _in_doubt(len(rows), first))
    names = unique_names(column.name for column in reading.columns)
    columns = _with_kinds(
        reading, [replace(c, name=n) for c, n in zip(reading.columns, names, strict=True)], kinds
    )
    apart = [alike[0]] if alike and alike[1] == "apart" else []
    frame = frame_of(replace(reading, columns=columns), apart)
    columns = tuple(
        _with_spaced(column, cells) for column, cells in zip(columns, reading.cells.columns, strict=True)
    )
    if alike and alike[0] in frame:
        frame[alike[0]] = merge(frame[alike[0]]) if alike[1] == "merge" else frame[alike[0]]
        distinct = frame[alike[0]].nunique()
        columns = tuple(replace(c, distinct=distinct) if c.name == alike[0] else c for c in columns)
    if doubtful == "leave_out" and rows:
        frame = frame[~numpy.isin(reading.lines, list(rows))].reset_index(drop=True)
    total = reading.rows + len(reading.left_out)
    return OwnTable(frame, columns, reading.dialect, sheet, len(rows), first, total - len(frame))


def known_bytes(table: OwnTable) -> int:
    """The approximate memory of a table, in bytes."""
    return int(table.frame.memory_usage(deep=True).sum())


_Key = tuple[str, FileReading, tuple[tuple[str, str], ...], tuple[str, str] | None]
_lock = threading.Lock()
_tables: LRUCache[_Key, OwnTable] = LRUCache(limits().table_bytes, getsizeof=known_bytes)
_turns: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()  # held to read a file, by its hash
_same: LRUCache[_Key, _Key] = LRUCache(1000)  # the key in `_tables`, by equivalent keys


def _cached(key: _Key) -> OwnTable | None:
    with _lock:
        return _tables.get(_same.get(key, key))


def _turn_of(digest: str) -> threading.Lock:
    with _lock:
        return _turns.setdefault(digest, threading.Lock())


def _keep(key: _Key, table: OwnTable) -> OwnTable:
    digest, reading, kinds, alike = key
    # Without doubts, an experiment with the complete reading has the same table, so both share the entry.
    whole = reading if table.first_doubt else table.reading(None)
    with _lock:
        _same[key] = key = (digest, whole, kinds, alike)
        return _tables.setdefault(key, table) if known_bytes(table) <= _tables.maxsize else table


def _clear() -> None:
    with _lock:
        _tables.clear()
        _same.clear()


on_removal(_clear)


def _read(
    digest: str, reading: FileReading, kinds: Mapping[str, str], alike: tuple[str, str] | None
) -> OwnTable:
    try:
        found = read(content_of(digest), choices_of(reading), bounds())
    except ReadingError as error:
        raise DataError("data.dataset", str(error)) from None
    return table_of(found, reading.sheet, reading.doubtful, kinds, alike)


def _first_doubt(reading: Reading) -> str:
    if reading.doubts:
        doubt = reading.doubts[0]
        where = [f"row {doubt.row}"] if doubt.row is not None else []
        where += [f"column {quoted(doubt.column)}"] if doubt.column else []
        return f"{', '.join(where)}: {doubt.sentence}" if where else doubt.sentence
    return f"row {reading.left_out[0]} cannot be read" if reading.left_out else ""


def _in_doubt(rows: int, first: str) -> str:
    what = (
        f"{rows:,} rows are in doubt"
        if rows > 1
        else "One row is in doubt"
        if rows
        else "The file is in doubt"
    )
    return (
        f"{what}: {first.rstrip('.')}. Mend the file, say how it is written, or choose whether to leave rows in doubt "
        "out or to keep them as they were read."
    )


def _with_kinds(reading: Reading, columns: list[Column], kinds: Mapping[str, str]) -> tuple[Column, ...]:
    names = [column.name for column in columns]
    for name in kinds:
        if name not in names:
            raise DataError("data.kinds", f"The table has no column {quoted(name)}.")
    return tuple(
        as_kind(column, Kind(kinds[column.name]), cells, reading.dialect.decimal or ".")
        if column.name in kinds
        else column
        for column, cells in zip(columns, reading.cells.columns, strict=True)
    )


def _with_spaced(column: Column, cells: pyarrow.ChunkedArray) -> Column:
    """The column with its `spaced` words, which occur both with and without surrounding spaces."""
    if column.kind not in (Kind.CATEGORY, Kind.YES_NO):
        return column
    words = set(compute.unique(cells).to_pylist())
    spaced = {word.strip() for word in words if word != word.strip()} & words - {""}
    return replace(column, spaced=tuple(sorted(spaced))) if spaced else column


def as_kind(column: Column, kind: Kind, cells: pyarrow.ChunkedArray, decimal: str) -> Column:
    """The column as the kind that a person chose.

    Raises:
        DataError: the kind is date, and no cell is a date.
    """
    if kind is Kind.NUMBER and column.number is None:
        found = tuple(word for word in _words(cells) if word.lower() in MISSING_WORDS)
        return replace(column, kind=kind, number=NumberFormat(decimal), missing_words=found)
    if kind is Kind.DATE and column.date is None:
        best = common_format((word, 1) for word in _words(cells))
        if best is None:
            raise DataError("data.kinds", f"No cell of {quoted(column.name)} is a date.")
        return replace(column, kind=kind, date=best[0])
    return replace(column, kind=kind)


def _words(cells: pyarrow.ChunkedArray) -> list[str]:
    words: list[str] = compute.unique(compute.utf8_trim_whitespace(cells)).to_pylist()
    return words
