"""What reading a file comes to: its cells as text, what each column holds, and which rows are in doubt."""

from dataclasses import dataclass
from enum import StrEnum

import numpy
import numpy.typing
import pyarrow

from playground.datasets.reading.columns.dates import DateFormat
from playground.datasets.reading.columns.numbers import NumberFormat


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CATEGORY = "category"
    YES_NO = "yes_no"
    DATE = "date"
    TEXT = "text"
    IDENTIFIER = "identifier"


class Status(StrEnum):
    """How well a file was read. A refused file has no `Reading`."""

    READ = "read"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class ReadingError(ValueError):
    """A file that cannot be read as a table; `str(error)` is a sentence for the person."""


@dataclass(frozen=True)
class Dialect:
    """How a file is written; None where its format has no such thing.

    Attributes:
        delimiter: one character or more; "" for a file of one column.
        quote: one character; "" where quotes are ordinary characters.
        escape: the character that makes the next one ordinary; "" for none.
        doubled: whether a quote within quotes is written twice.
        decimal: "." or ",".
        encoding: a name that Python knows.
        header: whether the first row holds the names of the columns.
        line_end: "\\n", "\\r\\n" or "\\r"; None takes each of the three as the end of a line.
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
    """What a person says about a file; None leaves it to be guessed.

    `sheet` is the sheet of a workbook by name.
    """

    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that may have been read wrongly: a line of the file from 1, a column's name, and why.

    `row` is None for a doubt about the whole file, `column` for one about a whole row.
    """

    row: int | None
    column: str | None
    sentence: str


@dataclass(frozen=True)
class Column:
    """What a column holds.

    Attributes:
        name: as the file has it; may be empty, or stand twice.
        kind: what the cells are taken for.
        missing: number of cells that count as missing.
        distinct: number of different values, the missing ones left out.
        missing_words: the words that count as missing here, "" among them where a cell may be empty.
        number: how numbers are written, of a column of numbers.
        date: how dates are written, of a column of dates.
        spaced: of a column of few words those that stand both with and without spaces around them.
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
    """A file that was read.

    Attributes:
        dialect: how it is written, guessed or given.
        columns: in the order of the file.
        names: the cells of the header as the file has them; None without a header.
        cells: the rows as text, one string column for each column, named "0", "1", …
        header_line: the file's line with the names; None without a header.
        lines: (n_rows,) int64, the file's line on which each row begins, from 1.
        doubts: sorted by row.
        left_out: lines of the rows that cannot be read and are not among `cells`, sorted.
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
        """The number of rows, without the header and without those left out."""
        return int(self.cells.num_rows)

    @property
    def status(self) -> Status:
        """Doubtful where anything is in doubt, else read."""
        return Status.DOUBTFUL if self.doubts or self.left_out else Status.READ
