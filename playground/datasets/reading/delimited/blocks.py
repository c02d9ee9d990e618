"""The block of the table in a file, without the lines before and after it, and the rows that do not fit."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy
import numpy.typing

from playground.datasets.reading.delimited.records import BROKEN, Indices

_TABLE = 3  # least rows of a table, with its header
_MOST = 500  # most doubts of the same kind


@dataclass
class Block:
    """The records of the table.

    Attributes:
        width: the number of columns.
        rows: the indices of its records.
        left_out: the indices of records that are left out.
        doubts: the index of a record and the sentence of each doubt.
    """

    width: int
    rows: Indices
    left_out: list[int] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    def leave_out(self, records: Sequence[int], sentence: str, each: bool = True) -> None:
        """Leaves records out, with a doubt for each of them, or only for the first."""
        self.left_out.extend(records)
        self.doubts.extend((record, sentence) for record in (records[:_MOST] if each else records[:1]))

    def take_back(self, record: int) -> None:
        """Adds a left out record again, and drops the doubts about it and its neighbour."""
        self.left_out.remove(record)
        self.doubts = [
            (other, sentence)
            for other, sentence in self.doubts
            if other != record and not (other == record + 1 and sentence == _BESIDE)
        ]


_COMMENT = re.compile(r"(#|//|%|--|;)(\s|$)|##")
Fields = Callable[[int], list[str]]


def find_block(
    counts: numpy.typing.NDArray[numpy.int32],
    fields: Fields,
    problems: dict[int, str],
    width: int | None = None,
    *,
    every: bool = False,
) -> Block:
    """Finds the table.

    Args:
        counts: the number of fields of each record, 0 for an empty line, BROKEN for a record that cannot be read.
        fields: returns the fields of a record.
        problems: the reasons for broken records.
        width: the number of columns, 1 for a file without a delimiter; None if it is not known.
        every: whether each record with that width is a row, even if it looks like a comment or title.
    """
    if width == 1:
        return _single(counts, problems)
    filled = numpy.flatnonzero(counts)
    if not len(filled):
        return Block(0, filled)
    width = width or _width(counts, filled)
    if width == 1:
        return _single(counts, problems)
    fitting = numpy.flatnonzero(counts == width)
    if not len(fitting):
        return Block(width, fitting)
    begin = int(fitting[0]) if every else _begin(int(fitting[0]), counts, fields, width)
    block = Block(width, numpy.zeros(0, numpy.int64))
    before = [record for record in range(begin) if counts[record] != 0]
    if before and not _heading(before, begin, counts, fields, width):
        block.leave_out(before, "this stands before the table and is not read as a row")
        if before[-1] == begin - 1 and counts[before[-1]] == 1:
            block.doubts.append((begin, _BESIDE))
    end = int(fitting[-1]) + 1 if every else _end(begin, counts, fields, width)
    _leave_out_after(end, counts, fields, block)
    inside = numpy.arange(begin, end)
    block.rows = inside[counts[inside] == width]
    _ragged(inside, counts, problems, block)
    return block


def _single(counts: numpy.typing.NDArray[numpy.int32], problems: dict[int, str]) -> Block:
    """The block of a file with one column: an empty line is an empty cell, except at the beginning and the end."""
    filled = numpy.flatnonzero(counts)
    if not len(filled):
        return Block(1, filled)
    inside = numpy.arange(filled[0], filled[-1] + 1)
    block = Block(1, inside[(counts[inside] == 1) | (counts[inside] == 0)])
    for record in inside[counts[inside] == 0][:_MOST].tolist():
        block.doubts.append((record, "an empty line is taken as an empty cell"))
    for record in inside[(counts[inside] != 1) & (counts[inside] != 0)].tolist():
        block.leave_out([record], problems.get(record, "this line cannot be read"))
    return block


def _width(counts: numpy.typing.NDArray[numpy.int32], filled: Indices) -> int:
    """The number of columns: that of the first block of equally wide rows that can be a table, or of most rows."""
    values = counts[filled]
    rows = Counter(values[values > 1].tolist())
    if not rows:
        return 1
    main: int = max(rows, key=lambda width: (rows[width] * min(width, 6), width))
    # Runs of equal counts; an empty line ends a run like a different count.
    change = numpy.flatnonzero((numpy.diff(values) != 0) | (numpy.diff(filled) != 1)) + 1
    bounds = [0, *change.tolist(), len(values)]
    for first, last in pairwise(bounds):
        width, run = int(values[first]), last - first
        if width == main:
            return main
        few = width == 2 and rows[main] > 2 * run
        if width > 1 and run >= _TABLE and not few and rows[width] <= run + 2:
            return width
    return main


def _begin(first: int, counts: numpy.typing.NDArray[numpy.int32], fields: Fields, width: int) -> int:
    """The first record of the table, after comments and titles that a spreadsheet filled with delimiters."""
    begin = first
    for record in range(first, min(first + 20, len(counts))):
        if counts[record] == width:
            cells = fields(record)
            title = width > 2 and sum(bool(cell.strip()) for cell in cells) < 2
            if not title and not _COMMENT.match(cells[0]):
                break
            begin = record + 1
    # One or two rows before an empty line are probably a title, not a table.
    gaps = numpy.flatnonzero(counts[begin : begin + _TABLE] == 0)
    if len(gaps) and gaps[0] > 0 and (counts[begin + gaps[0] :] == width).sum() >= _TABLE:
        begin += int(gaps[0])
    following = numpy.flatnonzero(counts[begin:] == width)
    return begin + int(following[0]) if len(following) else first


_HEADING = 8  # most lines of a heading


def _heading(
    before: Sequence[int], begin: int, counts: numpy.typing.NDArray[numpy.int32], fields: Fields, width: int
) -> bool:
    """Whether lines before the table are comments, or a heading with an empty line below it, and thus no rows."""
    if any(not 0 < counts[record] <= max(1, width // 2) for record in before):
        return False
    if all(fields(record)[0].startswith("#") for record in before):
        return True
    below = numpy.flatnonzero(counts[begin:] == 0)
    lone = not len(below) or below[0] > _TABLE or begin + below[-1] == len(counts) - 1
    return len(before) <= _HEADING and before[-1] < begin - 1 and lone


def _end(begin: int, counts: numpy.typing.NDArray[numpy.int32], fields: Fields, width: int) -> int:
    """The end of the table (exclusive), before a second table or notes below the last row."""
    fitting = numpy.flatnonzero(counts == width)
    last = int(fitting[-1]) + 1
    end = last
    for gap in numpy.flatnonzero(counts[begin:last] == 0) + begin:
        if gap >= end:
            break
        following = numpy.flatnonzero(counts[gap:] != 0)
        if not len(following):
            break
        start = int(gap + following[0])
        stop = numpy.flatnonzero(counts[start:] == 0)
        part = counts[start : start + int(stop[0])] if len(stop) else counts[start:]
        if (part == width).sum() < 0.5 * len(part) or _other_kinds(
            begin, int(gap), start, counts, fields, width
        ):
            end = int(gap)
            break
    # Without an empty line, a second table has three rows of another width, and then long none of this width.
    values = counts[begin:end]
    alike = numpy.flatnonzero(
        (values[:-2] == values[1:-1]) & (values[1:-1] == values[2:]) & (values[:-2] > 0)
    )
    for offset in alike[values[alike] != width].tolist():
        rest = values[offset:]
        if (rest == width).sum() < 0.2 * len(rest):
            end = begin + offset
            break
    return end


def _leave_out_after(
    end: int, counts: numpy.typing.NDArray[numpy.int32], fields: Fields, block: Block
) -> None:
    """Leaves out all records below the table, with one doubt for all, except comments."""
    after = [record for record in range(end, len(counts)) if counts[record] != 0]
    if after and not all(0 < counts[one] < block.width and fields(one)[0][:1] == "#" for one in after):
        block.leave_out(
            after[:1], "from here on stands something else: another table, or notes below the table"
        )
        block.left_out.extend(after[1:])
        if counts[end] == 1:
            block.doubts.append((end - 1, _BESIDE))


def _other_kinds(
    begin: int, gap: int, start: int, counts: numpy.typing.NDArray[numpy.int32], fields: Fields, width: int
) -> bool:
    """Whether the row after an empty line has words in columns of numbers, like a header."""
    from playground.datasets.reading.columns.numbers import is_missing_word, looks_like_number

    if counts[start] != width:
        return False
    before = [fields(record) for record in range(begin + 1, gap) if counts[record] == width][:50]
    numeric = [
        column
        for column in range(width)
        if before and all(looks_like_number(row[column]) or is_missing_word(row[column]) for row in before)
    ]
    words = [column for column in numeric if not looks_like_number(fields(start)[column])]
    return bool(numeric) and len(words) > 0.5 * len(numeric)


def _ragged(
    inside: Indices, counts: numpy.typing.NDArray[numpy.int32], problems: dict[int, str], block: Block
) -> None:
    width = block.width
    empty = inside[counts[inside] == 0].tolist()
    if len(empty) > 0.3 * len(inside):
        block.doubts.append((empty[0], f"{len(empty):,} empty lines stand between the rows"))
    else:
        block.doubts.extend((record, "an empty line stands between the rows") for record in empty[:_MOST])
    other = inside[(counts[inside] != width) & (counts[inside] != 0)].tolist()
    for number, record in enumerate(other):
        block.left_out.append(record)
        if number < _MOST:
            count = int(counts[record])
            sentence = (
                problems.get(record, "this row cannot be read")
                if count == BROKEN
                else f"this row has {count} field{'s' * (count != 1)}, and the table has {width}"
            )
            block.doubts.append((record, sentence))
            if count == 1:
                # A line end within a cell splits a row into a part that seems complete and a rest.
                beside = [other for other in (record - 1, record + 1) if 0 <= other < len(counts)]
                block.doubts.extend((other, _BESIDE) for other in beside)


_BESIDE = "the line beside this row may be a part of it"
