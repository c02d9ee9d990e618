"""Whether a file was cut off: its last cell may be the beginning of a longer one."""

import re
import sys
from collections.abc import Iterator

import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.dates import looks_like_date, looks_like_time
from playground.datasets.reading.columns.numbers import is_missing_word, looks_like_number
from playground.datasets.reading.delimited.blocks import Block
from playground.datasets.reading.delimited.records import Records

_FEW = 1_000  # different cells that are compared with the last one


def cut_off(table: pyarrow.Table, records: Records, block: Block) -> Iterator[str]:
    """Says that the last cell may be cut off, of a file that does not end with the end of a line.

    A last cell with its closing quote is whole, and so is one as long as every other of its column, or a word that
    other rows have and that begins none of their words.
    """
    lines, marks = records.lines, records.marks
    if lines.ends_with_line_end or not table.num_rows or not len(block.rows):
        return
    if int(block.rows[-1]) + 1 != len(records):
        return
    if marks.quote and lines.buffer.endswith(marks.quote.encode()):
        return
    column = table.columns[-1]
    last = str(column[-1])
    different = compute.unique(column.slice(0, len(column) - 1))
    is_number = looks_like_number(last)
    if (
        is_number
        and _longest(different) <= len(last)
        and _decimals(different) <= _decimals(pyarrow.array([last]))
    ):
        return  # any digit may have followed, unless no other number is longer or more exact
    if _alike_to_the_end(different, last):
        return
    if not is_number and len(different) <= 1_000:
        words = [str(word) for word in different]
        if last in words and not any(len(word) > len(last) and word.startswith(last) for word in words):
            return
    yield f"the file does not end with the end of a line: “{last[-40:]}” may be cut off"


def _alike_to_the_end(others: pyarrow.Array, last: str) -> bool:
    """Whether all others, three or more, are dates or times of its shape, or end with as many decimals and its sign.

    Others that are missing say nothing. A last minus sign, as SAP writes it, ends a number.
    """
    present = [str(other) for other in others if not is_missing_word(str(other))]
    if not 3 <= len(present) <= _FEW:
        return False
    shapes = {re.sub("[0-9]", "9", other) for other in present}
    shape = re.sub("[0-9]", "9", last)
    if last.endswith("-"):
        shapes, shape = {one.removesuffix("-") for one in shapes}, shape.removesuffix("-")
    if looks_like_date(last) or looks_like_time(last):
        return {re.sub("[A-Za-z]+", "", one) for one in shapes} == {re.sub("[A-Za-z]+", "", shape)}
    ends = {end[0] if (end := re.search(r"[.,]9+\D*$", one)) else "" for one in shapes}
    return looks_like_number(last) and len(ends) == 1 and all(ends) and shape.endswith(min(ends))


def _longest(cells: pyarrow.Array) -> int:
    """The most bytes that a cell has; without a cell more than any cell has."""
    return int(compute.max(compute.binary_length(cells)).as_py()) if len(cells) else sys.maxsize


def _decimals(cells: pyarrow.Array) -> int:
    """The most digits that a cell has after a sign that may be the decimal one."""
    digits = compute.struct_field(compute.extract_regex(cells, r"[.,](?P<digits>[0-9]*)$"), "digits")
    return int(compute.max(compute.binary_length(digits)).as_py() or 0)
