"""The formats of dates, and dates that fit several formats."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_TIME = r"(?:[ T](?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?(?: ?Z| ?[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?:(?<=\d)\.(?=$| ))?{_TIME}")
_LOCAL = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = re.compile(
    rf"(\d{{1,2}})[- ]({'|'.join(_MONTHS)})[a-z]*\.?[- ](\d{{4}}|\d{{2}}){_TIME}"
    rf"|({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}}),? (\d{{4}}){_TIME}",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?")


@dataclass(frozen=True)
class DateFormat:
    """The format of a column's dates.

    Attributes:
        order: "ymd", "dmy", "mdy", or "named" if the month is a word.
        sign: the sign between the parts.
    """

    order: str
    sign: str


def looks_like_date(cell: str) -> bool:
    """Whether a cell is a date in any format."""
    return bool(orders(cell.strip()))


def looks_like_time(cell: str) -> bool:
    """Whether a cell is a time of the day."""
    return _CLOCK.fullmatch(cell.strip()) is not None


def orders(cell: str) -> frozenset[DateFormat]:
    """The formats in which a trimmed cell is a date; empty if it is not a date."""
    found = _ISO.fullmatch(cell)
    if found is not None:
        year, sign, month, day = found.groups()
        return frozenset([DateFormat("ymd", sign)]) if _exists(year, month, day) else frozenset()
    found = _LOCAL.fullmatch(cell)
    if found is not None:
        first, sign, second, year = found.groups()
        ways = set()
        if _exists(year, second, first):
            ways.add(DateFormat("dmy", sign))
        # No country writes dates with points and the month first.
        if sign != "." and _exists(year, first, second):
            ways.add(DateFormat("mdy", sign))
        return frozenset(ways)
    found = _NAMED.fullmatch(cell)
    if found is None:
        return frozenset()
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    number = str(_MONTHS.index(month[:3].lower()) + 1)
    return frozenset([DateFormat("named", " ")]) if _exists(year, number, day) else frozenset()


def parse_date(cell: str, written: DateFormat) -> date | None:
    """The date of a cell, without its time; None if it is not a date in this format."""
    cell = cell.strip()
    if written not in orders(cell):
        return None
    if written.order == "named":
        found = _NAMED.fullmatch(cell)
        assert found is not None
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return date(_year(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
    found = (_ISO if written.order == "ymd" else _LOCAL).fullmatch(cell)
    assert found is not None
    first, _, second, third = found.groups()
    if written.order == "ymd":
        return date(int(first), int(second), int(third))
    day, month = (first, second) if written.order == "dmy" else (second, first)
    return date(_year(third), int(month), int(day))


def common_format(cells: Iterable[tuple[str, int]]) -> tuple[DateFormat, bool] | None:
    """The format that fits most cells, and whether another format fits all of these cells too.

    Args:
        cells: distinct cells, each with its number of occurrences.
    """
    allowed: dict[DateFormat, int] = {}
    for cell, count in cells:
        for way in orders(cell):
            allowed[way] = allowed.get(way, 0) + count
    if not allowed:
        return None
    # Of two equally good formats the one with the day first, which is usual in most countries.
    best = max(allowed, key=lambda way: (allowed[way], way.order))
    best = next((way for way in allowed if allowed[way] == allowed[best] and way.order == "dmy"), best)
    rivals = [way for way in allowed if way != best and allowed[way] == allowed[best]]
    return best, bool(rivals)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _exists(year: str, month: str, day: str) -> bool:
    try:
        date(_year(year), int(month), int(day))
    except ValueError:
        return False
    return True
