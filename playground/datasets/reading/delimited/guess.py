"""Which characters divide a file: every candidate reads a sample, and the one whose rows are alike wins."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
_SAMPLE_LINES = 2_000
_ROWS = 40  # rows whose cells are looked at
_SURE = 0.98
_GOOD = 0.25  # a score below which less common delimiters are tried
_PLAIN = 0.75


@dataclass(frozen=True)
class Candidate:
    """A way to read a sample, and how it looks then.

    Attributes:
        marks: the characters.
        alike: the share of neighbouring rows with equally many fields, two or more.
        plain: how much its cells look like numbers, dates and words, 0 to 1.
        width: the fields of most rows.
        most: the share of those rows.
    """

    marks: Marks
    alike: float
    plain: float
    width: int
    most: float = 1.0

    @property
    def score(self) -> float:
        """How good the reading is, 0 to 1."""
        return self.alike * self.plain * (self.width - 1) / self.width if self.width else 0.0


@dataclass(frozen=True)
class Guess:
    """The marks of a file, and what speaks against them: sentences about the whole file."""

    marks: Marks
    doubts: tuple[str, ...] = ()


def guess_marks(start: bytes, choices: Choices) -> Guess:
    """Guesses delimiter, quote and escape from the start of a file in UTF-8, those given kept.

    A delimiter of RUNS means runs of spaces and tabs.
    """
    sample = _sample(start, choices.line_end)
    if choices.delimiter is not None:
        return Guess(_best(sample, choices.delimiter, choices).marks)
    strong = [_best(sample, delimiter, choices) for delimiter in STRONG if delimiter in sample.text]
    usable = [candidate for candidate in strong if candidate.width > 1 and candidate.alike > 0]
    best = max(usable, key=_rank, default=None)
    if best is None or best.score < _GOOD:
        other = _uncommon(sample, choices)
        if other is not None and (best is None or other.score > 1.5 * best.score):
            return Guess(other.marks, _weak(other, sample.filled))
    if best is None or (best.marks.delimiter == "," and _commas_within(sample.filled)):
        marks = _alone(sample, choices)
        return Guess(marks, (_UNDIVIDED,) if _divided(sample, marks) else ())
    best = _wider(sample, best)
    return Guess(best.marks, tuple(_against(best, usable, sample.filled)))


@dataclass(frozen=True)
class Sample:
    """Some lines of a file: as such, as text, and those that are not empty."""

    lines: Lines
    text: str
    filled: list[str]


def _rank(candidate: Candidate) -> tuple[float, float, float]:
    return (round(candidate.score, 6), candidate.alike, candidate.plain)


def _sample(start: bytes, line_end: str | None) -> Sample:
    """The first lines of a file."""
    lines = find_lines(start, line_end)
    if len(lines) > _SAMPLE_LINES:
        end = int(lines.starts[_SAMPLE_LINES])
        lines = find_lines(start[:end], line_end)
    text = lines.buffer.decode("utf-8", "replace")
    filled = [line for line in (lines.text(number) for number in range(len(lines))) if line.strip()]
    return Sample(lines, text, filled)


def _quoting(sample: Sample, delimiter: str, choices: Choices) -> Iterator[Marks]:
    """The ways to quote that a sample allows, the usual one first."""
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
        # Ordinary characters are quotes only where many stand, and none begins a field.
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


def _best(sample: Sample, delimiter: str, choices: Choices) -> Candidate:
    """The best way to quote with a delimiter; of equals the more usual one."""
    return max((_judge(sample, marks) for marks in _quoting(sample, delimiter, choices)), key=_rank)


def _judge(sample: Sample, marks: Marks) -> Candidate:
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
        [_plain(cell, marks.delimiter, marks.quote) for cell in records.fields(row)] for row in rows[::step]
    ]
    columns = [sum(column) / len(column) for column in zip(*values, strict=True)]
    # One column that looks wrong throughout speaks against the whole.
    plain = (sum(columns) / len(columns) + min(columns)) / 2
    return Candidate(marks, alike, plain, width, widths[width] / len(counts))


@lru_cache(maxsize=8192)
def _plain(cell: str, delimiter: str, quote: str) -> float:
    """How much a cell looks like one value."""
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


def _wider(sample: Sample, best: Candidate) -> Candidate:
    """The candidate with a delimiter of two characters, where one alone leaves every second cell empty or spaced."""
    records = read_records(sample.lines, best.marks)
    rows = [records.fields(row) for row, count in enumerate(records.counts.tolist()) if count == best.width]
    delimiter = best.marks.delimiter
    doubled = best.width > 2 and best.width % 2 and all(not cell for row in rows for cell in row[1::2])
    if (
        doubled
        and all(rows[0][::2])
        and all(any(column) for column in zip(*(row[::2] for row in rows[1:]), strict=True))
    ):
        return replace(best, marks=replace(best.marks, delimiter=delimiter * 2))
    if delimiter != "\t" and all(cell[:1] == " " for row in rows for cell in row[1:]) and len(rows) > 1:
        before = delimiter != "," and all(cell[-1:] == " " for row in rows for cell in row[:-1])
        words = [f" {delimiter} "] if before else []
        for word in [*words, delimiter + " "]:
            wider = _judge(sample, replace(best.marks, delimiter=word))
            if wider.width == best.width and wider.alike >= best.alike:
                return wider
    return best


def _uncommon(sample: Sample, choices: Choices) -> Candidate | None:
    """The best delimiter that few files have: it stands equally often in nearly every line, between plain cells."""
    head = sample.filled[:50]
    if sum(line[0] == line[-1] and line[0] in "'`\"" for line in head) > 0.9 * len(head):
        return None  # one column, each cell in quotes
    found = []
    for mark in dict.fromkeys(character for line in head for character in line):
        if mark.isalnum() or mark in STRONG or mark in "\"'`.-+_()\\":
            continue
        if sum(mark in line for line in head) < 0.8 * len(head):
            continue
        candidate = _best(sample, mark, choices)
        if candidate.width < 2:
            continue
        candidate = _wider(sample, candidate)
        if candidate.alike >= 0.8 and candidate.plain >= _PLAIN:
            found.append(candidate)
    runs = _runs(sample.filled)
    if runs is not None and all(
        candidate.marks.delimiter in " \t" or candidate.alike < _SURE for candidate in found
    ):
        spaced = [
            candidate for candidate in found if candidate.marks.delimiter == " " and candidate.alike >= _SURE
        ]
        if not spaced:
            return runs
    # Spaces, colons and slashes stand within values as well.
    return max(found, key=lambda one: (one.marks.delimiter not in " :/", one.score), default=None)


def _runs(lines: list[str]) -> Candidate | None:
    """Columns that spaces align."""
    head = lines[:200]
    if sum("  " in line or "\t" in line for line in head) < 0.3 * len(head) or len(head) < 2:
        return None
    rows = [re.findall(r'"[^"]*"|\S+', line) for line in head]
    widths = Counter(map(len, rows))
    width, count = widths.most_common(1)[0]
    if width < 2 or count < 0.8 * len(rows):
        return None
    cells = [cell for row in rows if len(row) == width for cell in row]
    plain = sum(_plain(cell.strip('"'), " ", '"') for cell in cells) / len(cells)
    typed = sum(looks_like_number(cell) or is_missing_word(cell) for cell in cells) / len(cells)
    if plain < _PLAIN or typed < 0.3:
        return None
    return Candidate(Marks(RUNS), count / len(rows), plain, width)


def _weak(other: Candidate, lines: list[str]) -> tuple[str, ...]:
    """Doubts about a delimiter that stands within values as well."""
    delimiter = other.marks.delimiter
    if delimiter not in (" ", ":", "/"):
        return ()
    typed = [looks_like_number(line) or looks_like_date(line) or looks_like_time(line) for line in lines[1:]]
    words = [line.replace(delimiter, "").isalpha() for line in lines]
    if any(typed) or sum(words) > 0.5 * len(words):
        return (f"the lines can also be read as one column; here {_called(delimiter)} divides them",)
    return ()


def _alone(sample: Sample, choices: Choices) -> Marks:
    """One column."""
    return max(
        (_judge(sample, marks) for marks in _quoting(sample, "", choices)), key=lambda one: one.plain
    ).marks


_UNDIVIDED = "nothing divides the lines into equally many cells, so each is read as one cell"


def _divided(sample: Sample, marks: Marks) -> bool:
    """Whether many lines hold what divides cells elsewhere, and are no numbers and not in quotes."""
    lines = [line for line in sample.filled if not (marks.quote and line.startswith(marks.quote))]
    odd = [line for line in lines if any(mark in line for mark in STRONG) and not _one_number(line)]
    return len(odd) > 0.1 * len(sample.filled)


def _against(best: Candidate, usable: list[Candidate], lines: list[str]) -> Iterator[str]:
    """What speaks against the best candidate."""
    for other in usable:
        same = other.marks.delimiter in best.marks.delimiter
        if not same and other.alike >= _SURE and other.plain >= _PLAIN and other.score > 0.6 * best.score:
            yield (
                f"{_called(best.marks.delimiter)} divides the cells, but {_called(other.marks.delimiter)} "
                "would divide every row alike as well"
            )
    if best.marks.delimiter in (", ", "; ") and not any(
        f"{best.marks.delimiter}{quote}" in lines[0] for quote in "\"'"
    ):
        quoted = any(best.marks.delimiter + '"' in line for line in lines)
        if not quoted:
            yield f"a space follows every {_called(best.marks.delimiter.strip())} and is taken as part of it"
    if best.marks.delimiter == "," and all(_one_number(line) for line in lines):
        yield "every line could be one number with a decimal comma or thousands commas, instead of several cells"
    edge = best.marks.delimiter
    names = lines[0].split(edge)
    if len(edge) == 2 and edge[0] == edge[1] and (len(lines) < 3 or any(map(looks_like_number, names))):
        yield f"{_called(edge)} divides the cells: every second cell may be an empty one"
    common = edge in (",", ";", "\t")
    around = (line.startswith(edge) and line.endswith(edge) for line in lines)
    if all(around) or (not common and lines[0].startswith(edge) and lines[-1].endswith(edge)):
        yield f"the lines begin and end with {_called(edge)}: it may stand around cells instead of between them"
    ends = {line[0] + line[-1] for line in lines}
    if len(ends) == 1 and ends <= {"''", "``"} and best.marks.quote not in min(ends):
        yield f"every line begins and ends with {lines[0][0]}, which may stand around cells"
    if best.plain < 0.5:
        yield f"{_called(best.marks.delimiter)} divides the cells, but few of them look like values"
    if best.most < 0.5:
        yield f"{_called(best.marks.delimiter)} divides the cells, but few rows have equally many"


def _one_number(line: str) -> bool:
    return looks_like_number(line) or is_missing_word(line)


def _commas_within(lines: list[str]) -> bool:
    """Whether one name stands over lines that are each one number, with a comma in it."""
    return len(lines) > 1 and "," not in lines[0] and all(_one_number(line) for line in lines[1:])


_NAMES = {
    ",": "the comma",
    ";": "the semicolon",
    "\t": "the tab",
    "|": "the bar",
    " ": "the space",
    RUNS: "space",
}


def _called(delimiter: str) -> str:
    return _NAMES.get(delimiter, f"“{delimiter}”")
