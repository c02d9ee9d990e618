"""Records: the rows of a delimited file, each on one line, or on several if a quoted field has line ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy
import numpy.typing
import pyarrow
from pyarrow import csv

from playground.datasets.reading.delimited.lines import Lines
from playground.datasets.reading.delimited.scan import Counts, scan, scannable
from playground.datasets.reading.delimited.strict import End, Marks, Parsed, parse

BROKEN = -1
_JOINED = 1_000  # most lines of a row
_JOINED_BYTES = 1_000_000
_SMALL = 100_000  # bytes; smaller files are parsed without pyarrow
_ROWS_AT_ONCE = 20_000

Indices = numpy.typing.NDArray[numpy.int64]


@dataclass
class Records:
    """The records of a file, in the order of the file.

    Attributes:
        lines: the lines of the file.
        marks: the marks of the file.
        first: the index of the first line of each record, (records,).
        counts: the number of fields of each record, (records,), 0 for an empty line, BROKEN for an unreadable one.
        slow: the indices of records that needed the parser, sorted.
        problems: the reasons for broken records, by index.
        doubts: the reasons why records may have been read wrongly, by index.
        bare: the indices of records with a quote within an unquoted field.
        spans: the number of lines of each record with several lines, by index.
    """

    lines: Lines
    marks: Marks
    first: Indices
    counts: Counts
    slow: Indices = field(default_factory=lambda: numpy.zeros(0, numpy.int64))
    problems: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    bare: set[int] = field(default_factory=set)
    spans: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.first)

    def fields(self, record: int) -> list[str]:
        """The fields of a record; a broken record is simply split at its delimiters."""
        first = int(self.first[record])
        text = self.lines.text(first, first + self.spans.get(record, 1) - 1)
        if self.counts[record] == BROKEN:
            return text.split(self.marks.delimiter) if self.marks.delimiter else [text]
        return parse(text, self.marks).fields

    def table(self, chosen: Indices, width: int) -> pyarrow.Table:
        """The chosen records as columns "0", "1", … of text; each has `width` fields, an empty line one empty field."""
        quick = self._quickly(chosen, width)
        return self._slowly(chosen, width) if quick is None else quick

    def _slowly(self, chosen: Indices, width: int) -> pyarrow.Table:
        names = [str(number) for number in range(width)]
        schema = pyarrow.schema([(name, pyarrow.string()) for name in names])
        batches = []
        for begin in range(0, len(chosen), _ROWS_AT_ONCE):
            rows = [self.fields(record) for record in chosen[begin : begin + _ROWS_AT_ONCE].tolist()]
            columns = [pyarrow.array(column, pyarrow.string()) for column in zip(*rows, strict=True)]
            batches.append(pyarrow.record_batch(columns, schema=schema))
        return pyarrow.Table.from_batches(batches, schema=schema)

    def _quickly(self, chosen: Indices, width: int) -> pyarrow.Table | None:
        """The table read by pyarrow; None if pyarrow's rules differ from the parser's."""
        buffer, marks = self.lines.buffer, self.marks
        if len(buffer) < _SMALL or not scannable(marks) or not marks.delimiter or b"\r\r\n" in buffer:
            return None
        if (len(self.slow) and not marks.quote) or not _arrow_splits_alike(self.lines):
            return None
        pieces = self._pieces(chosen)
        try:
            table = csv.read_csv(
                pyarrow.BufferReader(pieces),
                read_options=csv.ReadOptions(column_names=[str(number) for number in range(width)]),
                parse_options=csv.ParseOptions(
                    delimiter=marks.delimiter,
                    quote_char=marks.quote or False,
                    double_quote=bool(marks.quote),
                    escape_char=False,
                    newlines_in_values=bool(self.spans),
                    ignore_empty_lines=False,
                ),
                convert_options=csv.ConvertOptions(
                    column_types={str(number): pyarrow.string() for number in range(width)},
                    strings_can_be_null=False,
                    check_utf8=False,
                ),
            )
        except pyarrow.ArrowInvalid:
            return None
        return table if table.num_rows == len(chosen) else None

    def _pieces(self, chosen: Indices) -> pyarrow.Buffer:
        """The bytes of the chosen records; records that needed the parser are written anew in a simple form."""
        starts, stops, buffer = self.lines.starts, self.lines.stops, self.lines.buffer
        # Records that follow each other in the file, none of them parsed, are one piece.
        slow = numpy.isin(chosen, self.slow)
        line = self.first[chosen]
        breaks = numpy.flatnonzero((numpy.diff(line) != 1) | slow[1:] | slow[:-1]) + 1
        bounds = numpy.concatenate([[0], breaks, [len(chosen)]])
        if len(bounds) == 2 and len(chosen) and not slow[0]:
            return pyarrow.py_buffer(buffer).slice(starts[line[0]], stops[line[-1]] - starts[line[0]])
        view = memoryview(buffer)
        quote, delimiter = self.marks.quote, self.marks.delimiter
        pieces: list[bytes | memoryview] = []
        for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            if begin < len(slow) and slow[begin]:
                cells = (
                    quote + cell.replace(quote, quote * 2) + quote for cell in self.fields(int(chosen[begin]))
                )
                pieces.append(delimiter.join(cells).encode())
            elif begin < end:
                pieces.append(view[starts[line[begin]] : stops[line[end - 1]]])
            pieces.append(b"\n")
        return pyarrow.py_buffer(b"".join(pieces))


def _arrow_splits_alike(lines: Lines) -> bool:
    """Whether the lines end at each "\\n", "\\r\\n" and "\\r" of the buffer, like pyarrow's lines."""
    buffer = lines.buffer
    if b"\r" not in buffer:
        return True
    ends = buffer.count(b"\n") + buffer.count(b"\r") - buffer.count(b"\r\n")
    return ends == len(lines) - (not lines.ends_with_line_end)


def read_records(lines: Lines, marks: Marks, width: int | None = None) -> Records:
    """Divides lines into records.

    Lines with an open quote are joined to one record; with a `width` only if the record then has that many fields.
    """
    if scannable(marks):
        counts, unclear = scan(lines, marks)
    else:
        counts, unclear = numpy.zeros(len(lines), numpy.int32), lines.stops > lines.starts
    todo = numpy.flatnonzero(unclear)
    if not len(todo):
        return Records(lines, marks, numpy.arange(len(lines), dtype=numpy.int64), counts)
    keep = numpy.ones(len(lines), bool)
    slow: list[int] = []
    odd: dict[int, _Row] = {}
    for line, row in _Join(lines, marks, width).rows(todo.tolist()):
        whole = row.parsed.end is End.WHOLE
        counts[line] = len(row.parsed.fields) if whole else BROKEN
        keep[line + 1 : line + row.lines] = False
        if whole:
            slow.append(line)
        # The fields are parsed again when needed, because those of all rows take many times the file's memory.
        if not whole or row.lines > 1 or row.doubt or row.parsed.bare:
            odd[line] = replace(row, parsed=replace(row.parsed, fields=[]))
    first = numpy.flatnonzero(keep).astype(numpy.int64)
    records = Records(lines, marks, first, counts[first], numpy.searchsorted(first, slow).astype(numpy.int64))
    for line, row in odd.items():
        record = int(numpy.searchsorted(first, line))
        if row.parsed.end is not End.WHOLE:
            records.problems[record] = row.parsed.problem
            continue
        if row.lines > 1:
            records.spans[record] = row.lines
        if row.parsed.bare:
            records.bare.add(record)
        if row.doubt:
            records.doubts[record] = row.doubt
    return records


@dataclass(slots=True)
class _Row:
    parsed: Parsed
    lines: int = 1
    doubt: str = ""


@dataclass
class _Join:
    """Parses lines, and joins a line that ends within quotes with the next lines."""

    lines: Lines
    marks: Marks
    width: int | None

    def rows(self, todo: Sequence[int]) -> Iterator[tuple[int, _Row]]:
        """The rows that begin on the given lines, with the line; skips lines that belong to an earlier row."""
        end = 0
        for line in todo:
            if line < end:
                continue
            row = self._row(line)
            yield line, row
            end = line + row.lines

    def _row(self, line: int) -> _Row:
        alone = parse(self.lines.text(line), self.marks)
        if alone.end is not End.OPEN:
            return _Row(alone, doubt=_ESCAPED if alone.odd_escape else "")
        last = min(line + _JOINED, len(self.lines)) - 1
        words = [word.encode() for word in (self.marks.quote, self.marks.escape) if word]
        for end in range(line + 1, last + 1):
            start, stop = self.lines.starts[end], self.lines.stops[end]
            if stop - self.lines.starts[line] > _JOINED_BYTES:
                break
            # A row can end only on a line with a quote, or on any line if it continues after an escape.
            if alone.problem != _AFTER_ESCAPE and not any(
                self.lines.buffer.find(word, start, stop) >= 0 for word in words
            ):
                continue
            joined = parse(self.lines.text(line, end), self.marks)
            if joined.end is End.OPEN:
                continue
            if joined.end is End.WHOLE and self.width in (None, len(joined.fields)):
                return _Row(joined, end - line + 1, self._doubt(line, end, joined))
            break
        return _Row(alone)

    def _doubt(self, first: int, last: int, joined: Parsed) -> str:
        """The reason why the lines of one record may be several rows; "" for none."""
        if joined.odd_escape:
            return _ESCAPED
        width = len(joined.fields)
        if width < 2:
            return ""
        inner = (parse(self.lines.text(line), self.marks) for line in range(first + 1, last))
        if any(row.end is End.WHOLE and not row.bare and len(row.fields) == width for row in inner):
            return _SWALLOWED
        counts = {self.lines.text(line).count(self.marks.delimiter) + 1 for line in range(first, last + 1)}
        return _SWALLOWED if counts == {width} else ""


_AFTER_ESCAPE = "the line ends after an escape character"
_SWALLOWED = "a quote spans several lines, and each of them could be a row by itself"
_ESCAPED = "an escape character stands before one that needs none"
