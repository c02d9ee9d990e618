"""Whether a file was cut off: its last cell may be the beginning of a longer one."""

from collections.abc import Iterator

import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.numbers import looks_like_number
from playground.datasets.reading.delimited.blocks import Block
from playground.datasets.reading.delimited.records import Records


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
    others = column.slice(0, len(column) - 1)
    different = compute.unique(others)
    if len(different) <= 1_000:
        words = [str(word) for word in different]
        longer = [word for word in words if len(word) > len(last) and word.startswith(last)]
        if looks_like_number(last):
            # Any digit may have followed, unless no other number is longer.
            sound = bool(words) and max(map(len, words)) <= len(last)
        else:
            sound = last in words and not longer
        if sound:
            return
    elif looks_like_number(last) and compute.max(compute.binary_length(others)).as_py() <= len(last):
        return
    yield f"the file does not end with the end of a line: “{last[-40:]}” may be cut off"
