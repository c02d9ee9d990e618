"""A delimited file, from its bytes to a `Reading`."""

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy
import pyarrow

from playground.datasets.reading.bounds import Bounds
from playground.datasets.reading.columns.decide import decide
from playground.datasets.reading.columns.header import guess_header
from playground.datasets.reading.columns.neighbours import odd_cells
from playground.datasets.reading.columns.rows_apart import next_table, odd_rows
from playground.datasets.reading.delimited.blocks import Block, find_block
from playground.datasets.reading.delimited.end import cut_off
from playground.datasets.reading.delimited.guess import RUNS, guess_marks
from playground.datasets.reading.delimited.lines import Lines, find_lines
from playground.datasets.reading.delimited.records import Indices, Records, read_records
from playground.datasets.reading.encoding.decode import Decoded, decode
from playground.datasets.reading.reading import Choices, Dialect, Doubt, Reading, ReadingError

_SAMPLE = 400_000  # bytes that marks are guessed from
_FIRST_ROWS = 200  # rows that the header is compared with


def read_delimited(data: bytes, choices: Choices, bounds: Bounds) -> Reading:
    """Reads CSV and its relatives.

    Raises:
        ReadingError: when there is no table in the file, or it is too large.
    """
    decoded = decode(data, choices.encoding)
    bounds.check_unpacked(len(decoded.text))
    if not decoded.text.strip(b"\x00\t\r\n "):
        raise ReadingError("This file is empty.")
    guess = guess_marks(decoded.text[:_SAMPLE], choices)
    marks, text = guess.marks, decoded.text
    runs = marks.delimiter == RUNS
    if runs:
        text, marks = _single_spaces(text), replace(marks, delimiter=" ")
    lines = find_lines(text, choices.line_end)
    given = None if marks.delimiter else 1
    records = read_records(lines, marks, given)
    block = find_block(records.counts, records.fields, records.problems, given)
    if records.parsed or records.problems:
        # Again, with the width that a row of several lines must have.
        records = read_records(lines, marks, block.width)
        block = find_block(records.counts, records.fields, records.problems, given or block.width)
    _check_any(block, records)
    bounds.check_table(len(block.rows), block.width)
    table = records.table(block.rows, block.width)
    return _reading(
        table, records, block, decoded, choices, list(guess.doubts), RUNS if runs else marks.delimiter
    )


def _single_spaces(text: bytes) -> bytes:
    """The text with one space for each run of spaces and tabs, and none around lines."""
    text = re.sub(rb"[ \t]+", b" ", text)
    return re.sub(rb"(?m)^ | (?=\r?$)", b"", text)


def _check_any(block: Block, records: Records) -> None:
    filled = int((records.counts != 0).sum())
    if not len(block.rows) or (filled > 8 and len(block.rows) < 0.25 * filled):
        raise ReadingError(
            "No table is found in this file: nothing divides its lines into equally many cells. "
            "Name the delimiter if there is one."
        )


def _reading(
    table: pyarrow.Table,
    records: Records,
    block: Block,
    decoded: Decoded,
    choices: Choices,
    whole: list[str],
    delimiter: str,
) -> Reading:
    lines, marks = records.lines, records.marks
    line_of = records.first + 1
    row_lines = line_of[block.rows]
    first = [str(column[0]) for column in table.columns]
    header, header_doubt = _header(table, first, choices)
    doubts = [Doubt(None, None, sentence) for sentence in whole]
    if header and any(_odd_name(name, delimiter) for name in first):
        doubts.append(
            Doubt(int(row_lines[0]), None, "a delimiter or a line end stands within a name of this row")
        )
    if header_doubt:
        doubts.append(Doubt(int(row_lines[0]), None, header_doubt))
    names = tuple(first) if header else None
    header_line = int(row_lines[0]) if header else None
    if header:
        table, row_lines = table.slice(1), row_lines[1:]
    called = names or tuple(f"column {place + 1}" for place in range(block.width))
    decision = decide(table, called, choices.decimal, delimiter)
    other = next_table(decision.looks)
    if other and tuple(str(column[other]) for column in table.columns) != names:
        doubts.append(Doubt(int(row_lines[other]), None, "from here on stands another table"))
        block.left_out += [int(record) for record in block.rows[-len(row_lines) :][other:]]
        block.rows = block.rows[: len(block.rows) - len(row_lines) + other]
        table, row_lines = table.slice(0, other), row_lines[:other]
        decision = decide(table, called, choices.decimal, delimiter)
    doubts += [Doubt(int(row_lines[row]), None, why) for row, why in odd_rows(table, names, decision.looks)]
    for name, found in zip(called, decision.places, strict=True):
        doubts += [Doubt(int(row_lines[place.row]), name, place.sentence) for place in found]
    inside = (
        {int(line_of[record]): record for record in block.rows.tolist()}
        if records.doubts or records.bare
        else {}
    )
    doubts += [Doubt(int(line_of[record]), None, sentence) for record, sentence in block.doubts]
    doubts += [
        Doubt(int(row_lines[place.row]), called[column], place.sentence)
        for column, place in odd_cells(decision.looks, delimiter)
    ]
    doubts += _places(decoded, lines, row_lines)
    doubts += _mixed(lines, row_lines)
    doubts += [
        Doubt(line, None, records.doubts[record])
        for line, record in inside.items()
        if record in records.doubts
    ]
    doubts += _bare(records, block)
    doubts += [
        Doubt(int(row_lines[-1]), called[-1], sentence)
        for sentence in cut_off(table, lines, marks, block, records)
    ]
    left_out = {int(line_of[record]) for record in block.left_out}
    return Reading(
        Dialect(
            delimiter,
            marks.quote,
            marks.escape,
            marks.doubled,
            decision.decimal,
            decoded.encoding,
            header,
            choices.line_end,
        ),
        decision.columns,
        names,
        table,
        row_lines,
        tuple(_sorted(doubts)),
        tuple(sorted(left_out)),
        header_line,
    )


def _odd_name(name: str, delimiter: str) -> bool:
    divided = bool(delimiter.strip()) and name.count(delimiter) != name.count(delimiter + " ")
    return divided or "\n" in name or "\r" in name


def _sorted(doubts: Iterable[Doubt]) -> list[Doubt]:
    return sorted(dict.fromkeys(doubts), key=lambda doubt: doubt.row or 0)


def _header(table: pyarrow.Table, first: list[str], choices: Choices) -> tuple[bool, str | None]:
    if choices.header is not None:
        return choices.header, None
    rows = table.slice(1, _FIRST_ROWS)
    return guess_header(first, list(zip(*(column.to_pylist() for column in rows.columns), strict=True)))


def _places(decoded: Decoded, lines: Lines, row_lines: Indices) -> Iterable[Doubt]:
    """Doubts about characters, at the row that holds each."""
    for position, sentence in decoded.doubts:
        line = lines.line_of(position)
        before = int(numpy.searchsorted(row_lines, line, "right")) - 1
        # A character in a row of several lines is in doubt with the row; others stand outside of the table.
        row = int(row_lines[before]) if before >= 0 and not _outside(row_lines, before, line, lines) else line
        yield Doubt(row, None, sentence)


def _outside(row_lines: Indices, before: int, line: int, lines: Lines) -> bool:
    """Whether a line stands after the row before it, which has one line."""
    following = row_lines[before + 1] if before + 1 < len(row_lines) else len(lines) + 1
    return bool(row_lines[before] != line and following == row_lines[before] + 1)


def _mixed(lines: Lines, row_lines: Indices) -> Iterable[Doubt]:
    """Doubts about rows that hold what ends lines in other files."""
    for line in lines.mixed[:200].tolist():
        row = int(numpy.searchsorted(row_lines, line + 1, "right")) - 1
        yield Doubt(int(row_lines[row]) if row >= 0 else line + 1, None, _MIXED)


_MIXED = "a sign that ends lines in other files stands within this row"


def _bare(records: Records, block: Block) -> Iterable[Doubt]:
    """Doubts about quotes within unquoted fields: ordinary where many rows have them and none is quoted."""
    chosen = set(block.rows.tolist())
    bare = sorted(records.bare & chosen)
    quoted = len(records.parsed) > len(records.bare)
    if len(bare) >= 5 and not quoted and _never_quotes(records):
        return
    for record in bare[:500]:
        yield Doubt(int(records.first[record]) + 1, None, "a quote stands within a field that is not quoted")


def _never_quotes(records: Records) -> bool:
    """Whether no field of the file begins with a quote."""
    quote, delimiter = records.marks.quote.encode(), records.marks.delimiter.encode()
    buffer = records.lines.buffer
    return not (
        buffer.startswith(quote)
        or (delimiter and delimiter + quote in buffer)
        or b"\n" + quote in buffer
        or b"\r" + quote in buffer
    )
