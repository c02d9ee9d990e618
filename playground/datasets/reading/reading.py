"""Reading: the result of reading a file, with its cells as text, its columns, and its doubts."""

from dataclasses import dataclass
from enum import StrEnum

import numpy
import numpy.typing
import pyarrow

from playground.datasets.reading.columns.dates import DateFormat
from playground.datasets.reading.columns.numbers import NumberFormat


class Kind(StrEnum):
    """The kind of a column's values."""

    NUMBER = "number"
    CATEGORY = "category"
    YES_NO = "yes_no"
    DATE = "date"
    TEXT = "text"
    IDENTIFIER = "identifier"


class Status(StrEnum):
    """The success of reading a file. A refused file has no `Reading`."""

    READ = "read"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class ReadingError(ValueError):
    """A file cannot be read as a table; `str(error)` is a sentence for the person."""


@dataclass(frozen=True)
class Dialect:
    """The dialect of a file; a field is None if the file's format does not have it.

    Attributes:
        delimiter: one or more characters between cells; "" for a file with one column.
        quote: the quote character; "" if quotes are ordinary characters.
        escape: the character that makes the next one ordinary; "" for none.
        doubled: whether a quote within quotes is written twice.
        decimal: the decimal sign, "." or ",".
        encoding: the name of a Python codec.
        header: whether the first row has the names of the columns.
        line_end: "\\n", "\\r\\n" or "\\r"; None means that each of the three ends a line.
    """

    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    doubled: bool | None = None
    decimal: str | None = None
    encoding: str | None = None
    header: bool | None = None
    line_end: str | None = None


@dataclass(frozen=True)
class Choices(Dialect):
    """A person's settings for reading a file; None means that a setting is guessed.

    Attributes:
        sheet: the name of a workbook's sheet; None for the first sheet.
    """

    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part of a file that may have been read wrongly.

    Attributes:
        row: the line of the file on which the row begins, counted from 1; None for a doubt about the whole file.
        column: the name of the column; None for a doubt about a whole row.
        sentence: the reason.
    """

    row: int | None
    column: str | None
    sentence: str


@dataclass(frozen=True)
class Column:
    """The description of a column.

    Attributes:
        name: its name in the file, which may be empty or repeated.
        kind: the kind of its values.
        missing: the number of missing cells.
        distinct: the number of distinct values, without missing ones.
        missing_words: the words of this column that mean a missing value; "" is one of them if cells may be empty.
        number: the format of its numbers; None for a column without numbers.
        date: the format of its dates; None for a column without dates.
        spaced: for a column of few words, those that occur both with and without surrounding spaces.
    """

    name: str
    kind: Kind
    missing: int
    distinct: int
    missing_words: tuple[str, ...] = ()
    number: NumberFormat | None = None
    date: DateFormat | None = None
    spaced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The result of reading a file.

    Attributes:
        dialect: the dialect of the file, guessed or chosen.
        columns: the columns in the order of the file.
        names: the cells of the header, unchanged; None without a header.
        cells: the rows as text, one string column for each column, named "0", "1", …
        lines: the line of the file on which each row begins, int64 (rows,), counted from 1.
        doubts: the doubts, sorted by row.
        left_out: the lines of rows that cannot be read and are not in `cells`, sorted.
        header_line: the line of the header; None without a header.
        sheets: the names of all sheets of a workbook.
    """

    dialect: Dialect
    columns: tuple[Column, ...]
    names: tuple[str, ...] | None
    cells: pyarrow.Table
    lines: numpy.typing.NDArray[numpy.int64]
    doubts: tuple[Doubt, ...] = ()
    left_out: tuple[int, ...] = ()
    header_line: int | None = None
    sheets: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """The number of rows, without the header and without rows that are left out."""
        return int(self.cells.num_rows)

    @property
    def status(self) -> Status:
        """Doubtful if there is a doubt or a left out row, else read."""
        return Status.DOUBTFUL if self.doubts or self.left_out else Status.READ
