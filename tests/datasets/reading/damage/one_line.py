"""Damages of one line: a delimiter, quote, sign or cell more, less or other."""

import csv
import random
from collections.abc import Callable

from tests.datasets.reading.damage.writing import File, Writing, is_number

Damage = Callable[[File, random.Random], File | None]


def a_line(file: File, chance: random.Random, header: bool = False) -> int | None:
    """A line that is a whole row."""
    starts = sorted(file.rows)
    whole = [
        line
        for line, after in zip(starts, [*starts[1:], len(file.lines)], strict=True)
        if after == line + 1 and (header or line > 1) and line < len(file.lines)
    ]
    return chance.choice(whole) if whole else None


def _changed(file: File, line: int, text: str) -> File | None:
    if text == file.lines[line - 1]:
        return None
    lines = list(file.lines)
    lines[line - 1] = text
    return File(lines, dict(file.rows), file.writing, {line})


def shifted(file: File, at: int, by: int) -> dict[int, list[str]]:
    return {line + by if line >= at else line: row for line, row in file.rows.items()}


def _indices(text: str, word: str) -> list[int]:
    return [index for index in range(len(text)) if text.startswith(word, index)]


def in_line(change: Callable[[str, Writing, random.Random], str | None], header: bool = False) -> Damage:
    def damage(file: File, chance: random.Random) -> File | None:
        line = 1 if header else a_line(file, chance)
        if line is None or line not in file.rows:
            return None
        text = change(file.lines[line - 1], file.writing, chance)
        return None if text is None else _changed(file, line, text)

    return damage


def separator_more(text: str, writing: Writing, chance: random.Random) -> str:
    index = chance.randrange(len(text) + 1)
    return text[:index] + writing.delimiter + text[index:]


def separator_doubled(text: str, writing: Writing, chance: random.Random) -> str | None:
    indices = _indices(text, writing.delimiter)
    index = chance.choice(indices) if indices else None
    return None if index is None else text[:index] + writing.delimiter + text[index:]


def separator_less(text: str, writing: Writing, chance: random.Random) -> str | None:
    indices = _indices(text, writing.delimiter)
    index = chance.choice(indices) if indices else None
    return None if index is None else text[:index] + text[index + 1 :]


def separator_other(text: str, writing: Writing, chance: random.Random) -> str | None:
    indices = _indices(text, writing.delimiter)
    index = chance.choice(indices) if indices else None
    other = chance.choice([sign for sign in ",;\t|: " if sign != writing.delimiter])
    return None if index is None else text[:index] + other + text[index + 1 :]


def separator_spaced(text: str, writing: Writing, chance: random.Random) -> str | None:
    return (
        text.replace(writing.delimiter, writing.delimiter + " ")
        if writing.quoting == csv.QUOTE_MINIMAL
        else None
    )


def separators_other(text: str, writing: Writing, chance: random.Random) -> str:
    return text.replace(
        writing.delimiter, chance.choice([sign for sign in ",;\t|" if sign != writing.delimiter])
    )


def quote_more(text: str, writing: Writing, chance: random.Random) -> str:
    index = chance.randrange(len(text) + 1)
    return text[:index] + writing.quote + text[index:]


def quote_at_edge(text: str, writing: Writing, chance: random.Random) -> str:
    indices = [0, len(text)]
    for index in _indices(text, writing.delimiter):
        indices += [index, index + 1]
    index = chance.choice(indices)
    return text[:index] + writing.quote + text[index:]


def quote_less(text: str, writing: Writing, chance: random.Random) -> str | None:
    indices = _indices(text, writing.quote)
    index = chance.choice(indices) if indices else None
    return None if index is None else text[:index] + text[index + 1 :]


def quotes_none(text: str, writing: Writing, chance: random.Random) -> str | None:
    """Without any quotes the row reads the same, or has more fields."""
    return (
        text.replace(writing.quote, "") if writing.quote in text and writing.quote * 2 not in text else None
    )


def quotes_other(text: str, writing: Writing, chance: random.Random) -> str | None:
    other = "'" if writing.quote == '"' else '"'
    return text.replace(writing.quote, other) if writing.quote in text else None


def row_quoted(text: str, writing: Writing, chance: random.Random) -> str:
    return writing.quote + text.replace(writing.quote, writing.quote * 2) + writing.quote


def cell_lost(text: str, writing: Writing, chance: random.Random) -> str | None:
    parts = text.split(writing.delimiter)
    if len(parts) < 2:
        return None
    del parts[chance.randrange(len(parts))]
    return writing.delimiter.join(parts)


def decimal_swapped(text: str, writing: Writing, chance: random.Random) -> str | None:
    sign, other = (",", ".") if writing.comma else (".", ",")
    indices = [
        index
        for index in _indices(text, sign)
        if text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
    ]
    if not indices or other == writing.delimiter:
        return None
    index = chance.choice(indices)
    return text[:index] + other + text[index + 1 :]


def thousands_more(text: str, writing: Writing, chance: random.Random) -> str | None:
    """A number such as 1.234,5 amid 1234.5: the decimal sign of the file in the place of a thousands sign."""
    parts = text.split(writing.delimiter)
    sign = "," if writing.comma else "."
    whole = [
        index for index, cell in enumerate(parts) if cell.isdecimal() and len(cell) == 4 and cell[0] != "0"
    ]
    if not whole:
        return None
    index = chance.choice(whole)
    parts[index] = parts[index][0] + sign + parts[index][1:]
    return writing.delimiter.join(parts)


def control(text: str, writing: Writing, chance: random.Random) -> str:
    index = chance.randrange(len(text) + 1)
    signs = "\x00\x01\x0c\x1b" if writing.encoding == "cp1252" else "\x00\x01\x0c\x1b\ufeff\ufffd"
    return text[:index] + chance.choice(signs) + text[index:]


def return_more(text: str, writing: Writing, chance: random.Random) -> str | None:
    index = chance.randrange(1, len(text) + 1)
    return None if "\r" in writing.line_end else text[:index] + "\r" + text[index:]


def twice_encoded(text: str, writing: Writing, chance: random.Random) -> str | None:
    twice = text.encode().decode("cp1252", "replace")
    return None if twice == text or writing.encoding == "cp1252" else twice


def word_for_number(text: str, writing: Writing, chance: random.Random) -> str | None:
    parts = text.split(writing.delimiter)
    numbers = [index for index, cell in enumerate(parts) if is_number(cell.replace(",", "."))]
    if not numbers:
        return None
    index = chance.choice(numbers)
    parts[index] = chance.choice(["abc", "error", "12x", "3..4", "ten"])
    return writing.delimiter.join(parts)
