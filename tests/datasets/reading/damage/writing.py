"""How a table is written, and the file that comes of it, each row's line known."""

import csv
import io
from dataclasses import dataclass, field

Rows = list[list[str]]


@dataclass(frozen=True)
class Writing:
    """How a table is written."""

    delimiter: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    line_end: str = "\n"
    encoding: str = "utf-8"
    comma: bool = False  # decimal commas
    header: bool = True
    quote: str = '"'
    escape: str | None = None


@dataclass
class File:
    """A file and what stands in it: text of each line, and the rows by the line on which they begin."""

    lines: list[str]
    rows: dict[int, list[str]]
    writing: Writing
    damaged: set[int] = field(default_factory=set)  # lines of which any reading is right if it is doubted
    exact: bool = False  # nothing is damaged: every row must be read

    def data(self) -> bytes:
        return self.writing.line_end.join(self.lines).encode(self.writing.encoding, "replace")


WRITINGS = (
    Writing(),
    Writing(quoting=csv.QUOTE_ALL),
    Writing(";"),
    Writing(";", comma=True),
    Writing("\t"),
    Writing("|", quoting=csv.QUOTE_NONNUMERIC),
    Writing(line_end="\r\n", encoding="utf-8-sig"),
    Writing(";", comma=True, encoding="cp1252", line_end="\r\n"),
    Writing(encoding="utf-16"),
    Writing(header=False),
    Writing(quoting=csv.QUOTE_ALL, quote="'"),
    Writing(quoting=csv.QUOTE_ALL, escape="\\"),
    Writing("^"),
    Writing("\t", comma=True, line_end="\r"),
)


def written(rows: Rows, writing: Writing, number: bool = True) -> File:
    """A table as a file in memory, each row's line known."""
    if writing.comma:
        rows = [[_comma(cell) if number else cell for cell in row] for number, row in enumerate(rows)]
    if not writing.header:
        rows = rows[1:]
    rows = [[cell.replace("\n", writing.line_end) for cell in row] for row in rows]
    lines: list[str] = []
    found: dict[int, list[str]] = {}
    for row in rows:
        found[len(lines) + 1] = row
        text = io.StringIO()
        values: list[object] = [float(cell) if is_number(cell) else cell for cell in row]
        csv.writer(
            text,
            delimiter=writing.delimiter,
            quoting=writing.quoting,
            lineterminator=writing.line_end,
            quotechar=writing.quote,
            escapechar=writing.escape,
            doublequote=writing.escape is None,
        ).writerow(row if writing.quoting != csv.QUOTE_NONNUMERIC else values)
        if writing.quoting == csv.QUOTE_NONNUMERIC:
            found[len(lines) + 1] = [str(value) for value in values]
        lines += text.getvalue().removesuffix(writing.line_end).split(writing.line_end)
    return File([*lines, ""], found, writing, exact=True)


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _comma(cell: str) -> str:
    return cell.replace(".", ",") if is_number(cell) else cell
