"""Names of columns above rows with row names, which R and pandas write without a name for the first column."""

from collections.abc import Sequence

import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.decide import is_code
from playground.datasets.reading.columns.header import guess_header
from playground.datasets.reading.delimited.found import FoundTable
from playground.datasets.reading.delimited.records import Records

_FIRST_ROWS = 200  # rows with which the names are compared


def take_names_above(
    found: FoundTable, table: pyarrow.Table
) -> tuple[tuple[str, ...], int, str | None] | None:
    """The names above a table with one more column, the index of their record, and a doubt; None if there are none.

    The first cells of the rows must count from 0 or 1, and the file must look like R's, because other files with one
    name fewer have lost it. The name of the first column is "". The record is no longer left out.
    """
    record = int(found.block.rows[0]) - 1
    records = found.records
    if record < 0 or records.counts[record] != found.block.width - 1 or not _counts(table.columns[0]):
        return None
    names = records.fields(record)
    empty = compute.all(compute.equal(table.columns[-1], "")).as_py()  # a delimiter at the end of rows
    if empty or not _as_r_writes(records, record, names[0]):
        return None
    rows = table.slice(0, _FIRST_ROWS)
    few: list[Sequence[str]] = list(zip(*(column.to_pylist() for column in rows.columns[1:]), strict=True))
    yes, doubt = guess_header(names, few)
    if not yes:
        return None
    found.block.take_back(record)
    return ("", *names), record, doubt


def _as_r_writes(records: Records, record: int, name: str) -> bool:
    """Whether the file looks like R's: its delimiter is a space, or only words are in quotes.

    R quotes the names of rows even if they are numbers, but no other numbers. Without R's quotes, a first name such as
    “id” probably belongs to the column that counts.
    """
    quote, space = records.marks.quote, records.marks.delimiter == " "
    above, below = (records.lines.text(int(records.first[one])) for one in (record, record + 1))
    if not quote or not above.startswith(quote):
        return space and not is_code(name)
    if not below.startswith(quote):
        return False
    return space or (not is_code(name) and below.count(quote) < 2 * records.counts[record + 1])


def _counts(column: pyarrow.ChunkedArray) -> bool:
    """Whether the cells are 0, 1, 2, … or 1, 2, 3, …, two of them or more."""
    first = str(column[0])
    if len(column) < 2 or first not in ("0", "1"):
        return False
    start = int(first)
    return bool(column.to_pylist() == [str(number) for number in range(start, start + len(column))])
