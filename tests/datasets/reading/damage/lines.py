"""Damages of several lines: what stands before or after the table, lines broken, joined, lost or twice."""

import random

from tests.datasets.reading.damage.one_line import Damage, a_line, shifted
from tests.datasets.reading.damage.writing import File, Rows, written


def line_broken(file: File, chance: random.Random) -> File | None:
    line = a_line(file, chance, header=True)
    if line is None or len(file.lines[line - 1]) < 2:
        return None
    text = file.lines[line - 1]
    index = chance.randrange(1, len(text))
    lines = [*file.lines[: line - 1], text[:index], text[index:], *file.lines[line:]]
    return File(lines, shifted(file, line + 1, 1), file.writing, {line, line + 1})


def lines_joined(file: File, chance: random.Random) -> File | None:
    line = a_line(file, chance)
    if line is None or line + 1 not in file.rows:
        return None
    lines = [*file.lines[: line - 1], file.lines[line - 1] + file.lines[line], *file.lines[line + 1 :]]
    rows = {number: row for number, row in file.rows.items() if number not in (line, line + 1)}
    return File(
        lines, {number - (number > line): row for number, row in rows.items()}, file.writing, {line, line + 1}
    )


def empty_line(file: File, chance: random.Random) -> File | None:
    line = a_line(file, chance)
    if line is None:
        return None
    lines = [*file.lines[: line - 1], "", *file.lines[line - 1 :]]
    return File(lines, shifted(file, line, 1), file.writing, {line})


def cut(file: File, chance: random.Random) -> File | None:
    """Cut off anywhere in the last two thirds."""
    text = "\n".join(file.lines)
    index = chance.randrange(len(text) // 3, len(text))
    lines = text[:index].split("\n")
    rows = {line: row for line, row in file.rows.items() if line < len(lines)}
    last = max(rows, default=0)
    damaged = {len(lines), last} if text[index : index + 1] != "\n" else {len(lines)}
    # A last row that the cut left whole may be read as it is.
    whole = file.rows.get(len(lines))
    if whole is not None and text[index : index + 1] == "\n":
        rows[len(lines)] = whole
    return File(lines, rows, file.writing, damaged)


def before(*texts: str) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        lines = [
            text.replace(",", file.writing.delimiter) if chance.random() < 0.5 else text for text in texts
        ]
        shifted = {line + len(lines): row for line, row in file.rows.items()}
        return File([*lines, *file.lines], shifted, file.writing, set(range(1, len(lines) + 1)))

    return damage


def after(*texts: str) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        end = len(file.lines)
        return File(
            [*file.lines[:-1], *texts, ""], dict(file.rows), file.writing, set(range(end, end + len(texts)))
        )

    return damage


def second_table(gap: int, other: Rows) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        if not file.writing.header and gap == 0:
            return None  # more rows of numbers, which nobody can tell from those above
        added = written(other, file.writing)
        end = len(file.lines)
        lines = [*file.lines[:-1], *[""] * gap, *added.lines]
        return File(lines, dict(file.rows), file.writing, set(range(end, len(lines) + 1)))

    return damage


def header_twice(file: File, chance: random.Random) -> File | None:
    line = a_line(file, chance)
    if line is None or not file.writing.header or 2 not in file.rows:
        return None
    lines = [*file.lines[: line - 1], file.lines[0], *file.lines[line - 1 :]]
    return File(lines, shifted(file, line, 1), file.writing, {line})


def header_lost(file: File, chance: random.Random) -> File | None:
    if not file.writing.header or 2 not in file.rows:
        return None
    rows = {line - 1: row for line, row in file.rows.items() if line > 1}
    return File(file.lines[1:], rows, file.writing)


def units_row(file: File, chance: random.Random) -> File | None:
    """A second row of the header, with units."""
    if not file.writing.header or 2 not in file.rows:
        return None
    width = len(file.rows[1])
    row = file.writing.delimiter.join(chance.choice(["kg", "m", "s", "(%)"]) for _ in range(width))
    return File([file.lines[0], row, *file.lines[1:]], shifted(file, 2, 1), file.writing, {1, 2})
