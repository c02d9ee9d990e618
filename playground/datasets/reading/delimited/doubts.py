"""The doubts about a delimited file, each with its row."""

import re
from collections.abc import Iterator, Sequence

import numpy
import pyarrow

from playground.datasets.reading.columns.decide import Decision
from playground.datasets.reading.columns.marks import odd_marks
from playground.datasets.reading.columns.neighbours import odd_cells
from playground.datasets.reading.columns.program_signs import signs_of_programs
from playground.datasets.reading.columns.rare_formats import rare_formats
from playground.datasets.reading.columns.rows_apart import names_below, odd_rows
from playground.datasets.reading.delimited.end import cut_off
from playground.datasets.reading.delimited.found import FoundTable
from playground.datasets.reading.delimited.line_marks import of_prefix
from playground.datasets.reading.delimited.records import Indices, Records
from playground.datasets.reading.reading import Doubt

_MOST = 500


def of_file(found: FoundTable) -> Iterator[Doubt]:
    """Doubts about the whole file, about lines outside the table, and about rows of several lines."""
    records, rows = found.records, set(found.block.rows.tolist())
    for sentence in found.sentences:
        yield Doubt(None, None, sentence)
    for record, sentence in found.block.doubts:
        yield Doubt(int(records.first[record]) + 1, None, sentence)
    for record, sentence in records.doubts.items():
        if record in rows:
            for line in range(records.spans.get(record, 1)):
                yield Doubt(int(records.first[record]) + 1 + line, None, sentence)
    yield from _bare(found)


def of_header(found: FoundTable, names: Sequence[str], line: int) -> Iterator[Doubt]:
    """A doubt about the line of the names, if a name contains a delimiter or a single quote."""
    record = int(numpy.searchsorted(found.records.first, line - 1))
    if record in found.records.bare and (len(found.records.bare) == 1 or not _never_quotes(found.records)):
        yield Doubt(line, None, _BARE)
    ends = {name[:1] + name[-1:] for name in names if len(name) > 1}
    if len(ends) == 1 and ends <= {"''", '""', "``"}:
        yield Doubt(line, None, "each name stands in quotes of another kind than the quotes of the file")
    delimiter = found.delimiter
    for name in names:
        inside = re.sub(r"(?<=\d)[,.](?=\d{3}\b)", "", name)  # 1,000 within a name
        divided = delimiter.strip() and inside.count(delimiter) != inside.count(delimiter + " ")
        if divided or re.search(r"[\r\n\t]", _BREAK.sub("", name)):
            yield Doubt(line, None, "a delimiter, a tab or a line end stands within a name of this row")
            return


# A line end that a person made within a name: after the end of a sentence, or before brackets.
_BREAK = re.compile(r"(?<=[.:?!])\r?\n(?=\S)|\r?\n(?=[(\[])")


def of_another_table(found: FoundTable, row: int) -> Doubt:
    """The doubt about the first row of another table; removes the rows from this one on from the table."""
    rows = found.block.rows
    found.block.left_out.extend(rows[row:].tolist())
    found.block.rows = rows[:row]
    return Doubt(int(found.lines_of(rows)[row]), None, "from here on stands another table")


def of_cells(found: FoundTable, names: Sequence[str], decision: Decision) -> Iterator[Doubt]:
    """Doubts about cells that contradict their column, or differ from its other cells."""
    lines = found.lines_of_rows()
    for name, doubts in zip(names, decision.doubts, strict=True):
        for doubt in doubts:
            yield Doubt(int(lines[doubt.row]), name, doubt.sentence)
    odd = (
        *odd_cells(decision.looks, found.delimiter),
        *odd_marks(decision.looks),
        *signs_of_programs(decision.looks),
        *rare_formats(decision.looks),
    )
    for column, doubt in odd:
        yield Doubt(int(lines[doubt.row]), names[column], doubt.sentence)


def of_rows(
    found: FoundTable, table: pyarrow.Table, names: Sequence[str] | None, decision: Decision
) -> Iterator[Doubt]:
    """Doubts about rows that repeat the header, are sums of other rows, or may be cut off."""
    lines = found.lines_of_rows()
    for row, sentence in odd_rows(table, names, decision):
        yield Doubt(int(lines[row]), None, sentence)
    if names is not None and names_below(decision.looks):
        above = int(found.lines_of([found.block.rows[0] - 1])[0])
        yield Doubt(int(lines[0]), None, "this row may hold the names of the columns, or their units")
        yield Doubt(above, None, "the names of the columns may stand in the next row")
    yield from (Doubt(None, None, sentence) for sentence in of_prefix(found, names))
    name = names[-1] if names else f"column {found.block.width}"
    for sentence in cut_off(table, found.records, found.block):
        yield Doubt(int(lines[-1]), name, sentence)


def of_characters(found: FoundTable) -> Iterator[Doubt]:
    """Doubts about characters and line ends, each with its row."""
    lines, rows = found.records.lines, found.lines_of_rows()
    delimiter = found.delimiter.encode()
    for position, sentence in found.decoded.doubts:
        if not (delimiter and lines.buffer.startswith(delimiter, position)):
            yield Doubt(_row_of(lines.line_of(position), rows, len(lines)), None, sentence)
    for line in lines.mixed[:_MOST].tolist():
        yield Doubt(
            _row_of(line + 1, rows, len(lines)),
            None,
            "a sign that ends lines in other files stands within this row",
        )


def of_backslashes(found: FoundTable) -> Iterator[Doubt]:
    """Doubts about backslashes or tildes that all come in pairs: each pair may be one escaped mark."""
    lines = found.records.lines
    for mark, name in ((b"\\", "backslashes"), (b"~", "tildes")):
        if mark * 2 not in lines.buffer:
            continue
        runs = list(re.finditer(re.escape(mark) + b"+", lines.buffer))
        if any(len(run.group()) % 2 for run in runs):
            continue
        rows = found.lines_of_rows()
        for run in runs[:_MOST]:
            row = _row_of(lines.line_of(run.start()), rows, len(lines))
            yield Doubt(row, None, f"two {name} may stand for one that was escaped")


def of_escapes(found: FoundTable) -> Iterator[Doubt]:
    """A doubt about the only row with a backslash before a quote or a delimiter, which may not be an escape."""
    marks, lines = found.records.marks, found.records.lines
    ordinary = "|".join(re.escape(marks.escape + mark) for mark in (marks.quote, marks.delimiter) if mark)
    offsets = [match.start() for match in re.finditer(ordinary.encode(), lines.buffer)] if ordinary else []
    within = {lines.line_of(offset) for offset in offsets}
    if len(within) == 1 and len(found.block.rows) > 2:
        row = _row_of(min(within), found.lines_of_rows(), len(lines))
        yield Doubt(row, None, "a backslash stands before a quote or a delimiter in this row alone")


def _row_of(line: int, rows: Indices, count: int) -> int:
    """The first line of the row that contains a line of the file; the line itself if no row contains it."""
    before = int(numpy.searchsorted(rows, line, "right")) - 1
    if before < 0:
        return line
    following = int(rows[before + 1]) if before + 1 < len(rows) else count + 1
    # A row whose next row begins on the next line has only one line.
    return line if rows[before] != line and following == rows[before] + 1 else int(rows[before])


def _bare(found: FoundTable) -> Iterator[Doubt]:
    """Doubts about quotes within unquoted fields, unless many rows have them and no field is quoted."""
    records = found.records
    bare = sorted(records.bare & set(found.block.rows.tolist())) if records.bare else []
    if len(bare) >= 5 and _never_quotes(records):
        return
    for record in bare[:_MOST]:
        yield Doubt(int(records.first[record]) + 1, None, _BARE)


_BARE = "a quote stands within a field that is not quoted"


def _never_quotes(records: Records) -> bool:
    """Whether no field of the file begins with a quote."""
    quote, delimiter = records.marks.quote.encode(), records.marks.delimiter.encode()
    buffer = records.lines.buffer
    before = [b"\n", b"\r", *([delimiter] if delimiter else [])]
    return not buffer.startswith(quote) and not any(mark + quote in buffer for mark in before)
