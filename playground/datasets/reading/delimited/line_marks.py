"""Marks that another program put at the beginning of every line, such as those of a quoted e-mail."""

import re
from collections.abc import Iterator, Sequence

from playground.datasets.reading.delimited.found import FoundTable

_ROWS = 200
_MARKS = re.compile(r"[>:\[\](){}#*|•]|^ |^[-–] ")
_NUMBER = re.compile(r"\d+[.)] ")


def of_prefix(found: FoundTable, names: Sequence[str] | None) -> Iterator[str]:
    """The sentence that the names and all rows begin with the same text, which has a mark."""
    records = found.records
    rows = found.block.rows[:_ROWS].tolist()
    if names is not None and rows and rows[0] > 0:
        rows.insert(0, rows[0] - 1)
    if len(rows) < 4:
        return
    texts = [records.lines.text(int(records.first[row])) for row in rows]
    if all(map(_NUMBER.match, texts)):
        yield "every line begins with its number, which may be no part of the table"
    before = _common(texts).lstrip("'\"")
    marks = _MARKS if names is not None else re.compile("^>|^\\[")
    if marks.search(before):
        yield f"every line begins with “{before.strip()[:40] or before}”, which may be no part of the table"


def _common(texts: Sequence[str]) -> str:
    """The longest text with which all texts begin."""
    least, most = min(texts), max(texts)
    for index, (one, other) in enumerate(zip(least, most, strict=False)):
        if one != other:
            return least[:index]
    return least
