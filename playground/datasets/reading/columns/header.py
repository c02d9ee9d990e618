"""Guesses whether the first row of a table has the names of its columns."""

import re
from collections.abc import Sequence
from itertools import pairwise

from playground.datasets.reading.columns.dates import looks_like_date
from playground.datasets.reading.columns.numbers import is_missing_word, looks_like_number

_USUAL = frozenset(
    """
    id name date time year month day type class target label value values price city country state region code
    number count total amount status category gender sex age title description email phone address street zip
    index key text score rating size weight height width length color colour species model brand product customer
    order quantity sales revenue cost first last first_name last_name firstname lastname surname lat lon latitude
    longitude stadt land preis datum alter geschlecht klasse wert menge nom prénom ville prix âge nombre fecha
    precio ciudad
    """.split()  # noqa: SIM905 (a list a line is easier to read)
)
_NAME = re.compile(
    r"[A-Za-z_][A-Za-z0-9]*([_.][A-Za-z0-9]+)+|[a-z]+([A-Z][a-z0-9]*)+|[A-Za-z]{1,3}[0-9]{1,3}"
)


_MOST_CELLS = 100_000  # most cells that are compared with the first row


def guess_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[bool, str | None]:
    """Whether `first` has the names of the columns of `rows`, some of the later rows, and a doubt about that.

    A cell is probably a name if the cells below are numbers or dates, or are different words.
    """
    rows = [row for row in rows if list(row) != list(first)]
    if not rows:
        return all(cell and not _is_value(cell) for cell in first), "there is one row alone: names or values?"
    # Fewer rows of a wide table, because thousands of columns would take seconds.
    few = rows[:: -(-len(rows) * len(first) // _MOST_CELLS)]
    votes = [_vote(cell, [row[column] for row in few]) for column, cell in enumerate(first)]
    strong, against = sum(vote >= 2 for vote in votes), sum(vote <= -2 for vote in votes)
    if strong and not against:
        return True, None
    if against and not strong:
        names = [cell for cell, vote in zip(first, votes, strict=True) if vote > -1 and cell and _usual(cell)]
        numbered = [column for column, vote in enumerate(votes) if vote <= -2]
        if _years(
            [first[column] for column in numbered], [[row[column] for column in numbered] for row in few]
        ):
            return True, None
        if _counts([first[column] for column in numbered]):
            return bool(names), "the first row may hold numbers as the names of the columns"
        return False, None
    if strong and against:
        yes = strong >= against
        return yes, "the first row is like names in some columns and like values in others"
    different = len(set(first)) == len(first)
    total = sum(votes) + sum(_usual(cell) for cell in first) - (0 if different else 1)
    if total >= 1:
        return True, None
    if total <= -1:
        return False, None
    return different and all(first), "whether the first row holds names cannot be told"


def _is_value(cell: str) -> bool:
    return looks_like_number(cell) or looks_like_date(cell)


def _counts(cells: Sequence[str]) -> bool:
    """Whether cells count upwards by one: 0, 1, 2, … or 2010, 2011, …"""
    if len(cells) < 2 or not all(cell.isdecimal() and cell.isascii() and len(cell) < 9 for cell in cells):
        return False
    return all(int(second) - int(first) == 1 for first, second in pairwise(cells))


def _years(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells are at least three consecutive years, and the rows below have other numbers."""
    if len(cells) < 3 or not _counts(cells) or not 1800 <= int(cells[0]) <= 2100:
        return False
    return not any(_counts(row) or set(row) & set(cells) for row in rows)


def _vote(cell: str, below: Sequence[str]) -> float:
    """A score from -2 (certainly a value) to 2 (certainly a name) of the first cell above other cells."""
    present = [other for other in below if not is_missing_word(other)]
    if not present or not cell.strip():
        return 0.0
    values = sum(_is_value(other) for other in present)
    if values >= 0.8 * len(present):
        if looks_like_date(cell) and not any(map(looks_like_date, present)):
            return 2.0  # of a column of numbers for each day
        if _is_value(cell):
            return -2.0
        return 0.0 if is_missing_word(cell) else 2.0
    if values > 0.2 * len(present):
        return 0.0
    kinds = set(present)
    if cell in kinds:
        return -1.5
    if _is_value(cell):
        return -0.5
    if len(present) >= 4 and len(kinds) <= 0.5 * len(present):
        return 1.0
    lengths = {len(other) for other in present}
    if len(present) >= 4 and len(lengths) == 1 and len(cell) not in lengths:
        return 1.0
    return 0.0


def _usual(cell: str) -> float:
    word = cell.strip().lower()
    if word in _USUAL or any(part in _USUAL for part in re.split(r"[ _./-]", word)):
        return 1.0
    return 0.7 if _NAME.fullmatch(cell.strip()) else 0.0
