"""Uncommon delimiters, which also occur within values."""

import re
from collections import Counter
from dataclasses import replace

from playground.datasets.reading.columns.dates import looks_like_date, looks_like_time
from playground.datasets.reading.columns.numbers import is_missing_word, looks_like_number
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
    plainness,
)
from playground.datasets.reading.delimited.records import read_records
from playground.datasets.reading.delimited.strict import Marks
from playground.datasets.reading.reading import Choices


def wider(sample: Sample, best: Candidate) -> Candidate:
    """The candidate with a doubled or spaced delimiter, if the single one leaves every second cell empty or spaced."""
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
            wider = judge(sample, replace(best.marks, delimiter=word))
            if wider.width == best.width and wider.alike >= best.alike:
                return wider
    return best


def uncommon(sample: Sample, choices: Choices) -> tuple[Candidate, tuple[str, ...]] | None:
    """The best uncommon delimiter, equally often in nearly every line and between plain cells; None without one."""
    head = sample.filled[:50]
    if sum(_one_quoted(line) for line in head) > 0.9 * len(head) or _one_value(head):
        return None
    found = []
    for mark in dict.fromkeys(character for line in head for character in line):
        if mark.isalnum() or mark in STRONG or mark in "\"'`.-+_()\\\r\n":
            continue
        if sum(mark in line for line in head) < 0.8 * len(head):
            continue
        candidate = best_with(sample, mark, choices)
        if candidate.width < 2:
            continue
        candidate = wider(sample, candidate)
        if candidate.alike >= 0.6 and candidate.plain >= PLAIN:
            found.append(candidate)
    aligned = runs(sample.filled)
    spaced = any(one.marks.delimiter == " " and one.alike >= SURE for one in found)
    sure = any(one.marks.delimiter not in " \t" and one.alike >= SURE for one in found)
    if aligned is not None and not spaced and not sure:
        mixed = (MIXED,) if "\t" in sample.text else ()
        return aligned, (*_weak(aligned, sample.filled), *mixed)
    best = max(found, key=_likely, default=None)
    if best is None:
        return None
    rivals = [one for one in found if one is not best and _likely(one) > 0.5 * _likely(best)]
    doubts = [
        f"{called(best.marks.delimiter)} divides the cells, but {called(one.marks.delimiter)} could as well"
        for one in rivals
        if _cells_with(sample, one, best.marks.delimiter) < 0.5
    ]
    return best, (*_weak(best, sample.filled), *doubts)


MIXED = "spaces and tabs divide the cells alike; one of them may be a part of cells"


def _one_quoted(line: str) -> bool:
    """Whether a line is one cell in quotes."""
    return len(line) > 1 and line[0] == line[-1] and line[0] in "'`\"" and line[0] not in line[1:-1]


_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]+")


def _one_value(lines: list[str]) -> bool:
    """Whether all lines are dates, or e-mail addresses, except perhaps a name on the first line."""
    named = bool(lines) and re.fullmatch(r"[^\s@/:.]+", lines[0]) is not None
    rest = lines[1:] if named else lines
    return len(rest) > 1 and (all(map(looks_like_date, rest)) or all(map(_ADDRESS.fullmatch, rest)))


def _likely(candidate: Candidate) -> float:
    """The score, reduced for a delimiter that often occurs within values."""
    return candidate.score * (0.75 if candidate.marks.delimiter in " :/" else 1.0)


def _cells_with(sample: Sample, candidate: Candidate, mark: str) -> float:
    """The share of a candidate's cells that contain another mark."""
    records = read_records(sample.lines, candidate.marks)
    rows = [row for row, count in enumerate(records.counts.tolist()) if count == candidate.width][:40]
    cells = [cell for row in rows for cell in records.fields(row)]
    return sum(mark in cell for cell in cells) / max(len(cells), 1)


def runs(lines: list[str]) -> Candidate | None:
    """The candidate for columns that are aligned with spaces; None if they are not."""
    head = lines[:200]
    if sum("  " in line or "\t" in line for line in head) < 0.3 * len(head) or len(head) < 2:
        return None
    rows = [re.findall(r'"[^"]*"|\S+', line) for line in head]
    widths = Counter(map(len, rows))
    width, count = widths.most_common(1)[0]
    if width < 2 or count < 0.8 * len(rows):
        return None
    cells = [cell for row in rows if len(row) == width for cell in row]
    plain = sum(plainness(cell.strip('"'), " ", '"') for cell in cells) / len(cells)
    typed = sum(looks_like_number(cell) or is_missing_word(cell) for cell in cells) / len(cells)
    if plain < PLAIN or typed < 0.3:
        return None
    return Candidate(Marks(RUNS), count / len(rows), plain, width)


def _weak(other: Candidate, lines: list[str]) -> tuple[str, ...]:
    """Doubts about a delimiter that often occurs within values."""
    delimiter = other.marks.delimiter
    if delimiter == "=":
        return ("“=” divides the cells, and stands between names and values in other files",)
    if delimiter not in (" ", ":", "/"):
        return ()
    typed = [looks_like_number(line) or looks_like_date(line) or looks_like_time(line) for line in lines[1:]]
    words = [line.replace(delimiter, "").isalpha() for line in lines]
    if any(typed) or sum(words) > 0.5 * len(words):
        return (f"the lines can also be read as one column; here {called(delimiter)} divides them",)
    return ()
