"""Guesses the marks of a file: every candidate reads a sample, and the candidate with the most regular rows wins."""

from collections.abc import Iterator
from dataclasses import dataclass

from playground.datasets.reading.columns.dates import looks_like_date, looks_like_time
from playground.datasets.reading.columns.numbers import looks_like_number
from playground.datasets.reading.delimited.judge import (
    PLAIN,
    RUNS,
    STRONG,
    SURE,
    Candidate,
    Sample,
    best_with,
    called,
    judge,
    one_number,
    quoting,
    rank,
    sample_of,
)
from playground.datasets.reading.delimited.strict import Marks
from playground.datasets.reading.delimited.uncommon import MIXED, runs, uncommon, wider
from playground.datasets.reading.reading import Choices

__all__ = ["RUNS", "Guess", "guess_marks"]

_RARE = "~^¦¬\x01\x1e\x1f"  # few values contain these
_MOST_ROWS = 0.9
_GOOD = 0.25  # below this score, less common delimiters are tried


@dataclass(frozen=True)
class Guess:
    """The marks of a file, and doubts about them, which are sentences about the whole file."""

    marks: Marks
    doubts: tuple[str, ...] = ()


def guess_marks(start: bytes, choices: Choices) -> Guess:
    """Guesses the delimiter, quote and escape that `choices` leave open, from the start of a file in UTF-8.

    The delimiter RUNS means runs of spaces and tabs.
    """
    sample = sample_of(start, choices.line_end)
    if choices.delimiter is not None:
        return Guess(best_with(sample, choices.delimiter, choices).marks)
    strong = [best_with(sample, delimiter, choices) for delimiter in STRONG if delimiter in sample.text]
    usable = [candidate for candidate in strong if candidate.width > 1 and candidate.alike > 0]
    best = max(usable, key=rank, default=None)
    rare = best is not None and best.alike < SURE and any(mark in sample.filled[0] for mark in _RARE)
    if best is None or best.score < _GOOD or rare:
        other = uncommon(sample, choices)
        if other is not None and (best is None or other[0].score > 1.5 * best.score):
            return Guess(other[0].marks, other[1])
    if best is None or (best.marks.delimiter == "," and _commas_within(sample.filled)):
        marks = _alone(sample, choices)
        return Guess(marks, tuple(_against_one_column(sample, marks)))
    if best.marks.delimiter == "\t":
        aligned = runs(sample.filled)
        spaced = all("  " in line for line in sample.filled)
        if aligned is not None and spaced and aligned.alike >= SURE and aligned.width > best.width + 1:
            return Guess(aligned.marks, (MIXED,))
    best = wider(sample, best)
    return Guess(best.marks, tuple(_against(best, usable, sample.filled)))


def _alone(sample: Sample, choices: Choices) -> Marks:
    """The marks of a file with one column."""
    return max(
        (judge(sample, marks) for marks in quoting(sample, "", choices)), key=lambda one: one.plain
    ).marks


_UNDIVIDED = "nothing divides the lines into equally many cells, so each is read as one cell"


def _against_one_column(sample: Sample, marks: Marks) -> Iterator[str]:
    """The doubt about one column, if many unquoted lines contain a usual delimiter and are not values."""
    quoted = [line for line in sample.filled if marks.quote and line.startswith(marks.quote)]
    if len(quoted) == len(sample.filled) > 1:
        for mark in STRONG:
            counts = {line.count(mark) for line in quoted}
            if len(counts) == 1 and min(counts) and any(mark + " " not in line for line in quoted):
                yield f"each line stands in quotes as a whole, and {called(mark)} would divide all of them alike"
    lines = [line for line in sample.filled if not (marks.quote and line.startswith(marks.quote))]
    lines = [
        line
        for line in lines
        if not one_number(line) and not looks_like_date(line) and not looks_like_time(line)
    ]
    if sum(any(mark in line for mark in STRONG) for line in lines) > 0.1 * len(sample.filled):
        yield _UNDIVIDED
    elif len(lines) > 1:
        often = {mark for mark in lines[0] if not mark.isalnum() and mark not in " .'\"-_()"}
        for mark in sorted(often):
            if sum(mark in line for line in lines) >= 0.8 * len(lines):
                yield f"each line is read as one cell, but {called(mark)} stands in nearly every one"


def _against(best: Candidate, usable: list[Candidate], lines: list[str]) -> Iterator[str]:
    """The doubts about the best candidate."""
    for other in usable:
        same = other.marks.delimiter in best.marks.delimiter
        if not same and other.alike >= SURE and other.plain >= PLAIN and other.score > 0.6 * best.score:
            yield (
                f"{called(best.marks.delimiter)} divides the cells, but {called(other.marks.delimiter)} "
                "would divide every row alike as well"
            )
    if best.marks.delimiter in (", ", "; ") and best.most < _MOST_ROWS:
        yield f"a space follows {called(best.marks.delimiter.strip())} in most rows and is taken as part of it"
    if best.marks.delimiter == "," and all(one_number(line) for line in lines):
        yield "every line could be one number with a decimal comma or thousands commas, instead of several cells"
    edge = best.marks.delimiter
    names = lines[0].split(edge)
    if len(edge) == 2 and edge[0] == edge[1] and (len(lines) < 3 or any(map(looks_like_number, names))):
        yield f"{called(edge)} divides the cells: every second cell may be an empty one"
    common = edge in (",", ";", "\t")
    around = (line.startswith(edge) and line.endswith(edge) for line in lines)
    if all(around) or (not common and lines[0].startswith(edge) and lines[-1].endswith(edge)):
        yield f"the lines begin and end with {called(edge)}: it may stand around cells instead of between them"
    ends = {line[0] + line[-1] for line in lines}
    if len(ends) == 1 and ends <= {"''", "``"} and best.marks.quote not in min(ends):
        yield f"every line begins and ends with {lines[0][0]}, which may stand around cells"
    if best.plain < 0.5 and not (best.marks.delimiter == "\t" and best.alike >= SURE):
        yield f"{called(best.marks.delimiter)} divides the cells, but few of them look like values"
    if best.most < 0.5:
        yield f"{called(best.marks.delimiter)} divides the cells, but few rows have equally many"


def _commas_within(lines: list[str]) -> bool:
    """Whether the lines are one name and below it numbers with a comma."""
    return len(lines) > 1 and "," not in lines[0] and all(one_number(line) for line in lines[1:])
