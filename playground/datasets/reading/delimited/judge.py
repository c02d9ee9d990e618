"""Scores marks for a file: whether its rows have equal widths, and its cells look like values."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from playground.datasets.reading.columns.dates import looks_like_date, looks_like_time
from playground.datasets.reading.columns.numbers import is_missing_word, looks_like_number
from playground.datasets.reading.delimited.lines import Lines, find_lines
from playground.datasets.reading.delimited.records import BROKEN, read_records
from playground.datasets.reading.delimited.strict import Marks
from playground.datasets.reading.reading import Choices

STRONG = (",", ";", "\t", "|")
RUNS = r"\s+"  # runs of spaces and tabs
SURE = 0.98
PLAIN = 0.75
_SAMPLE_LINES = 2_000
_ROWS = 40  # rows of which the cells are scored


@dataclass(frozen=True)
class Candidate:
    """Possible marks of a file, with scores from a sample.

    Attributes:
        marks: the marks.
        alike: the share of neighbouring rows with equally many fields, at least two.
        plain: how much the cells look like numbers, dates and words, from 0 to 1.
        width: the most frequent number of fields.
        most: the share of rows with this number.
    """

    marks: Marks
    alike: float
    plain: float
    width: int
    most: float = 1.0

    @property
    def score(self) -> float:
        """The score of the candidate, from 0 to 1."""
        return self.alike * self.plain * (self.width - 1) / self.width if self.width else 0.0


@dataclass(frozen=True)
class Sample:
    """The first lines of a file, their text, and the texts of lines that are not empty."""

    lines: Lines
    text: str
    filled: list[str]


def rank(candidate: Candidate) -> tuple[float, float, float]:
    return (round(candidate.score, 6), candidate.alike, candidate.plain)


def sample_of(start: bytes, line_end: str | None) -> Sample:
    """The first lines of a file."""
    lines = find_lines(start, line_end)
    if len(lines) > _SAMPLE_LINES:
        end = int(lines.starts[_SAMPLE_LINES])
        lines = find_lines(start[:end], line_end)
    text = lines.buffer.decode("utf-8", "replace")
    filled = [line for line in (lines.text(number) for number in range(len(lines))) if line.strip()]
    return Sample(lines, text, filled)


def quoting(sample: Sample, delimiter: str, choices: Choices) -> Iterator[Marks]:
    """The marks with each possible quoting of a sample, the usual one first."""
    text = sample.text
    if choices.quote is not None:
        quotes = [choices.quote]
    else:
        quotes = ['"']
        edge = re.escape(delimiter) if delimiter else "(?!)"
        wrapped = rf"(?:^|{edge})'[^'\r\n]*'(?:$|{edge})"
        if "'" in text and len(re.findall(wrapped, text, re.MULTILINE)) >= 2:
            quotes.append("'")
        if "`" in text and len(re.findall(wrapped.replace("'", "`"), text, re.MULTILINE)) >= 2:
            quotes.append("`")
        # Quotes are ordinary characters only if there are many, and no field begins with one.
        begins = rf'(?:^|{edge})"'
        if text.count('"') >= 5 and not re.search(begins, text, re.MULTILINE):
            quotes.append("")
    for quote in quotes:
        if choices.escape is not None:
            escapes = [choices.escape]
        else:
            escapes = [""]
            if "\\" in text and (
                (quote and "\\" + quote in text) or (delimiter and "\\" + delimiter in text) or "\\\n" in text
            ):
                escapes.append("\\")
        for escape in escapes:
            doubled = choices.doubled if choices.doubled is not None else not escape or escape == quote
            yield Marks(
                delimiter,
                quote,
                escape if escape != quote else "",
                doubled or (escape == quote and bool(quote)),
            )


def best_with(sample: Sample, delimiter: str, choices: Choices) -> Candidate:
    """The candidate with the best quoting for a delimiter; among equals the more usual one."""
    return max((judge(sample, marks) for marks in quoting(sample, delimiter, choices)), key=rank)


def judge(sample: Sample, marks: Marks) -> Candidate:
    records = read_records(sample.lines, marks)
    counts = [count for count in records.counts.tolist() if count != 0]
    widths = Counter(count for count in counts if count > 0)
    if not widths:
        return Candidate(marks, 0.0, 0.0, 0)
    width = max(widths, key=lambda count: (widths[count] * count if count > 1 else 0, count))
    pairs = sum(first == second > 1 for first, second in pairwise(counts))
    alike = pairs / (len(counts) - 1) if len(counts) > 1 else 0.8 * (width > 1)
    alike *= 1 - counts.count(BROKEN) / len(counts)
    alike *= 1 - 0.5 * len(records.bare) / len(counts)
    rows = [number for number, count in enumerate(records.counts.tolist()) if count == width]
    step = max(1, len(rows) // _ROWS)
    values = [
        [plainness(cell, marks.delimiter, marks.quote) for cell in records.fields(row)]
        for row in rows[::step]
    ]
    columns = [sum(column) / len(column) for column in zip(*values, strict=True)]
    # The worst column counts too, because one implausible column makes the whole reading implausible.
    plain = (sum(columns) / len(columns) + min(columns)) / 2
    return Candidate(marks, alike, plain, width, widths[width] / len(counts))


@lru_cache(maxsize=8192)
def plainness(cell: str, delimiter: str, quote: str) -> float:
    """How much a cell looks like one value, from 0 to 1."""
    if not cell:
        return 0.8
    if looks_like_number(cell) or looks_like_date(cell):
        return 1.0
    if is_missing_word(cell) or looks_like_time(cell):
        return 0.9
    stripped = cell.strip()
    if quote != "'" and len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "'\"`":
        return 0.3
    if quote != '"' and (stripped.startswith('"') or stripped.endswith('"')):
        return 0.3
    others = [mark for mark in STRONG if mark in cell]
    if not others:
        return 0.95 if any(character.isalnum() for character in cell) else 0.5
    if delimiter and delimiter in cell:
        return 0.9  # within quotes
    return 0.6 if others == [","] and ", " in cell and cell.count(",") == cell.count(", ") else 0.2


def one_number(line: str) -> bool:
    return looks_like_number(line) or is_missing_word(line)


_NAMES = {
    ",": "the comma",
    ";": "the semicolon",
    "\t": "the tab",
    "|": "the bar",
    " ": "the space",
    RUNS: "space",
}


def called(delimiter: str) -> str:
    return _NAMES.get(delimiter, f"“{delimiter}”")
