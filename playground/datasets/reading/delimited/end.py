"""Finds a file that may be cut off, so that its last cell is the beginning of a longer one."""

import re
import sys
from collections.abc import Iterator

import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.dates import looks_like_date, looks_like_time
from playground.datasets.reading.columns.numbers import is_missing_word, looks_like_number
from playground.datasets.reading.delimited.blocks import Block
from playground.datasets.reading.delimited.records import Records

_FEW = 1_000  # most distinct cells that are compared with the last one


def cut_off(table: pyarrow.Table, records: Records, block: Block) -> Iterator[str]:
    """The sentence that the last cell may be cut off, for a file that does not end with a line end.

    The last cell is complete if it has a closing quote, if all other cells of its column have the same length, or if it
    is a word of other rows that is not the beginning of another word.
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
        return  # a digit may be missing, unless no other number is longer or has more decimals
    if _alike_to_the_end(different, last):
        return
    if not is_number and _whole_sentence(different, last):
        return
    if not is_number and len(different) <= 1_000:
        words = [str(word) for word in different]
        if last in words and not any(len(word) > len(last) and word.startswith(last) for word in words):
            return
    yield f"the file does not end with the end of a line: “{last[-40:]}” may be cut off"


def _whole_sentence(others: pyarrow.Array, last: str) -> bool:
    """Whether a cell ends like a sentence, as nearly all others that are not empty."""
    ends = [str(other)[-1:] in ".!?" for other in others.slice(0, _FEW) if str(other).strip()]
    return last[-1:] in ".!?" and len(ends) > 2 and sum(ends) > 0.9 * len(ends)


def _alike_to_the_end(others: pyarrow.Array, last: str) -> bool:
    """Whether three or more others are all dates or times with the shape of `last`, or have as many decimals.

    Missing values do not count. A trailing minus sign, from SAP, ends a number.
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
    """The largest length of a cell in bytes; without cells a number above every length."""
    return int(compute.max(compute.binary_length(cells)).as_py()) if len(cells) else sys.maxsize


def _decimals(cells: pyarrow.Array) -> int:
    """The largest number of digits of a cell after a possible decimal sign."""
    digits = compute.struct_field(compute.extract_regex(cells, r"[.,](?P<digits>[0-9]*)$"), "digits")
    return int(compute.max(compute.binary_length(digits)).as_py() or 0)
