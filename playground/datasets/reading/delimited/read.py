"""Reads a delimited file."""

import re
from dataclasses import replace

import pyarrow

from playground.datasets.reading.bounds import Bounds
from playground.datasets.reading.columns.decide import decide
from playground.datasets.reading.columns.header import guess_header
from playground.datasets.reading.columns.rows_apart import next_table
from playground.datasets.reading.delimited import doubts
from playground.datasets.reading.delimited.blocks import find_block
from playground.datasets.reading.delimited.found import FoundTable
from playground.datasets.reading.delimited.guess import RUNS, guess_marks
from playground.datasets.reading.delimited.lines import find_lines
from playground.datasets.reading.delimited.records import read_records
from playground.datasets.reading.delimited.row_names import take_names_above
from playground.datasets.reading.encoding.decode import Decoded, decode
from playground.datasets.reading.reading import Choices, Dialect, Doubt, Reading, ReadingError

_SAMPLE = 400_000  # bytes from which the marks are guessed
_FIRST_ROWS = 200  # rows with which the header is compared


def read_delimited(data: bytes, choices: Choices, bounds: Bounds) -> Reading:
    """Reads delimited text, such as CSV.

    Raises:
        ReadingError: the file has no table, or is too large.
    """
    decoded = decode(data, choices.encoding)
    bounds.check_unpacked(len(decoded.text))
    if not re.search(rb"[^\x00\t\r\n ]", decoded.text):
        raise ReadingError("This file is empty.")
    decoded, choices = _without_sep(decoded, choices)
    guess = guess_marks(decoded.text[:_SAMPLE], choices)
    marks, text = guess.marks, decoded.text
    if marks.delimiter == RUNS:
        text, marks = _single_spaces(text), replace(marks, delimiter=" ")
    lines = find_lines(text, choices.line_end)
    given = None if marks.delimiter else 1
    records = read_records(lines, marks, given)
    # A person who has chosen the delimiter and the header has seen the file.
    every = choices.delimiter is not None and choices.header is not None
    block = find_block(records.counts, records.fields, records.problems, given, every=every)
    if len(records.slow) or records.problems:
        # Read again, now with the width that a row of several lines must have.
        records = read_records(lines, marks, block.width)
        width = given or block.width
        block = find_block(records.counts, records.fields, records.problems, width, every=every)
    found = FoundTable(decoded, records, block, guess.marks.delimiter, guess.doubts)
    _check_any(found)
    bounds.check_table(len(block.rows), block.width)
    table = records.table(block.rows, block.width).combine_chunks()
    pyarrow.default_memory_pool().release_unused()  # of the chunks, which are as large again
    return _reading(found, table, choices)


def _without_sep(decoded: Decoded, choices: Choices) -> tuple[Decoded, Choices]:
    """The text with an empty first line if that was Excel's `sep=;`, and the choices with its delimiter."""
    found = re.match(rb"sep=([^\r\nA-Za-z0-9\"])(?=[\r\n])", decoded.text)
    if found is None or choices.delimiter not in (None, found[1].decode("utf-8", "replace")):
        return decoded, choices
    size = found.end()
    doubts = tuple((max(position - size, 0), sentence) for position, sentence in decoded.doubts)
    delimiter = found[1].decode("utf-8", "replace")
    return replace(decoded, text=decoded.text[size:], doubts=doubts), replace(choices, delimiter=delimiter)


def _single_spaces(text: bytes) -> bytes:
    """The text with each run of spaces and tabs replaced by one space, and lines trimmed."""
    text = re.sub(rb"[ \t]+", b" ", text)
    return re.sub(rb"(?m)^ | (?=\r?$)", b"", text)


def _check_any(found: FoundTable) -> None:
    filled = int((found.records.counts != 0).sum())
    rows = len(found.block.rows)
    if not rows or (filled > 8 and rows < 0.25 * filled):
        raise ReadingError(
            "No table is found in this file: nothing divides its lines into equally many cells. "
            "Name the delimiter if there is one."
        )


def _reading(found: FoundTable, table: pyarrow.Table, choices: Choices) -> Reading:
    names, line, said, table = _names(found, table, choices)
    header = names is not None
    every = [*doubts.of_file(found), *(doubts.of_header(found, names, line) if names else ())]
    if said:
        every.append(Doubt(line, None, said))
    called = names or tuple(f"column {index + 1}" for index in range(found.block.width))
    decision = decide(table, called, choices.decimal, found.delimiter)
    every_row = choices.delimiter is not None and choices.header is not None
    other = None if every_row else next_table(decision.looks)
    if other and tuple(str(column[other]) for column in table.columns) != names:
        every.append(doubts.of_another_table(found, other))
        table = table.slice(0, other)
        decision = decide(table, called, choices.decimal, found.delimiter)
    every += doubts.of_cells(found, called, decision)
    every += doubts.of_rows(found, table, names, decision)
    every += doubts.of_characters(found)
    marks = found.records.marks
    if not marks.escape and choices.escape is None:
        every += doubts.of_backslashes(found)
    if marks.escape and choices.escape is None:
        every += doubts.of_escapes(found)
    return Reading(
        Dialect(
            delimiter=found.delimiter,
            quote=marks.quote,
            escape=marks.escape,
            doubled=marks.doubled,
            decimal=decision.decimal,
            encoding=found.decoded.encoding,
            header=header,
            line_end=choices.line_end,
        ),
        decision.columns,
        names,
        table,
        found.lines_of_rows(),
        tuple(sorted(dict.fromkeys(every), key=lambda doubt: doubt.row or 0)),
        tuple(sorted({int(line) for line in found.lines_of(found.block.left_out)})),
        line if header else None,
    )


def _names(
    found: FoundTable, table: pyarrow.Table, choices: Choices
) -> tuple[tuple[str, ...] | None, int, str | None, pyarrow.Table]:
    """The names of the columns, the line on which they are or may be, a doubt, and the table without them."""
    above = take_names_above(found, table) if choices.header is None else None
    if above is not None:
        names, record, said = above
        return names, int(found.lines_of([record])[0]), said, table
    first = [str(column[0]) for column in table.columns]
    line = int(found.lines_of_rows()[0])
    header, said = _header(table, first, choices)
    if not header:
        return None, line, said, table
    found.block.rows = found.block.rows[1:]
    return tuple(first), line, said, table.slice(1)


def _header(table: pyarrow.Table, first: list[str], choices: Choices) -> tuple[bool, str | None]:
    if choices.header is not None:
        return choices.header, None
    rows = table.slice(1, _FIRST_ROWS)
    return guess_header(first, list(zip(*(column.to_pylist() for column in rows.columns), strict=True)))
