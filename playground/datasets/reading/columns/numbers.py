"""The formats of numbers: the decimal sign, thousands sign and unit of a shape."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

# The words for a missing number; compared without spaces around them and in small letters.
MISSING_WORDS = frozenset(
    [
        "",
        "na",
        "n/a",
        "n.a.",
        "nan",
        "null",
        "none",
        "nil",
        "?",
        "-",
        "--",
        "—",
        "–",
        ".",
        "..",
        "missing",
        "#n/a",
        "<na>",
        "\\n",
    ]
)


@dataclass(frozen=True)
class NumberFormat:
    """The format of a column's numbers.

    Attributes:
        decimal: the decimal sign, "." or ",".
        thousands: the sign between groups of three digits; "" for none.
        unit: the text before or after each number, such as "%" or "$"; "" for none. 12 % is the number 12.
    """

    decimal: str = "."
    thousands: str = ""
    unit: str = ""


class Writing(Enum):
    """The format of a number, as far as it determines the decimal sign."""

    WHOLE = "whole"  # digits alone: nothing
    POINT = "point"  # a decimal point, or thousands commas
    COMMA = "comma"  # a decimal comma, or thousands points
    THREE_POINT = "three after a point"  # 1.234: one or the other
    THREE_COMMA = "three after a comma"  # 1,234
    GROUPED = "grouped"  # 1 234 or 1'234: whole
    ENDLESS = "inf"


@dataclass(frozen=True)
class NumberShape:
    """The format of a shape that is a number: the thousands sign is "" if it is not certain."""

    writing: Writing
    thousands: str = ""
    unit: str = ""
    digits: int = 0  # before the decimal sign
    groups: int = 0  # after thousands signs, of a number without decimals


_UNITS = (
    r"%|‰|(?:R|US|A|C|NZ|HK)?\$|[€£¥￥₹₽₩₺₪₫฿₴₸]|USD|EUR|GBP|CHF|JPY|CNY|INR|BRL|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|RON|RUB|"
    r"TRY|ZAR|MXN|Fr\.|kr\.?|zł|Kč|Ft|Rs\.?|TL|lei|лв\.?|руб\.?|元|円|원"
)
MINUS = "−–‐‑﹣－"  # besides the hyphen of ASCII
_SHAPE = re.compile(
    rf"(?P<sign>[+\-{MINUS}]?)\s?(?P<before>{_UNITS})?\s?(?P<inner>[+\-{MINUS}]?)"
    r"(?P<number>9[9.,'’ \u00a0\u202f\u2009_]*|[.,]9+)(?P<power>[eE][+\-]?9{1,3})?(?P<behind>-)?"
    rf"\s?(?P<after>{_UNITS})?"
)
_SPACES = " \u00a0\u202f\u2009"
_ENDLESS = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def written(shape: str) -> NumberShape | None:
    """The format of a shape; None if it is not a number."""
    if _ENDLESS.fullmatch(shape):
        return NumberShape(Writing.ENDLESS)
    found = _SHAPE.fullmatch(shape)
    if found is None or (found["sign"] and found["inner"]) or (found["before"] and found["after"]):
        return None
    # A trailing minus sign, from SAP, only after a number with decimals: 3- may be a school mark.
    if found["behind"] and (found["sign"] or found["inner"] or not re.search("9[.,]9+-", shape)):
        return None
    unit = found["before"] or found["after"] or ""
    parsed = _number(found["number"].rstrip(_SPACES) if unit else found["number"])
    if parsed is None:
        return None
    writing, thousands, digits = parsed
    groups = found["number"].count(thousands) if thousands and _is_whole(found["number"], thousands) else 0
    if found["power"]:
        if thousands or writing is Writing.GROUPED:
            return None
        # 1.234e5 has no thousands sign.
        three = {Writing.THREE_POINT: Writing.POINT, Writing.THREE_COMMA: Writing.COMMA}
        writing = three.get(writing, writing)
    return NumberShape(writing, thousands, unit, digits, groups)


def _is_whole(number: str, thousands: str) -> bool:
    """Whether a number is whole, with only thousands signs between its digits."""
    return not number.replace(thousands, "").strip("9" + _SPACES)


def _number(number: str) -> tuple[Writing, str, int] | None:
    signs = [character for character in number if character != "9"]
    if not signs:
        return Writing.WHOLE, "", len(number)
    parts = re.split(r"[^9]", number)
    kinds = list(dict.fromkeys(signs))
    if len(kinds) > 2:
        return None
    grouped = 1 <= len(parts[0]) <= 3
    whole = sum(map(len, parts))
    if len(kinds) == 1:
        sign = kinds[0]
        thirds = grouped and all(len(part) == 3 for part in parts[1:])
        if sign not in ".,":
            return (Writing.GROUPED, sign, whole) if thirds and sign != "_" else None
        if len(signs) == 1:
            three = Writing.THREE_POINT if sign == "." else Writing.THREE_COMMA
            return (three if thirds else _decimal(sign)), "", len(parts[0])
        # 12,34,567 as in India
        thirds = thirds or (sign == "," and _in_pairs(parts))
        return (_decimal("," if sign == "." else "."), sign, whole) if thirds else None
    thousands, decimal = kinds
    thirds = grouped and all(len(part) == 3 for part in parts[1:-1])
    thirds = thirds or (thousands == "," and _in_pairs(parts[:-1]))
    if (
        decimal not in ".,"
        or thousands == "_"
        or signs.count(decimal) != 1
        or signs[-1] != decimal
        or not thirds
    ):
        return None
    return _decimal(decimal), thousands, whole - len(parts[-1])


def _in_pairs(parts: Sequence[str]) -> bool:
    """Whether digits are in groups of two before the last three."""
    lengths = [len(part) for part in parts]
    return len(parts) > 2 and lengths[0] in (1, 2) and lengths[-1] == 3 and set(lengths[1:-1]) == {2}


def _decimal(sign: str) -> Writing:
    return Writing.POINT if sign == "." else Writing.COMMA


def is_missing_word(cell: str) -> bool:
    """Whether a cell is a word for a missing number."""
    return cell.strip().lower() in MISSING_WORDS


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a number in any format."""
    cell = cell.strip()
    return bool(cell) and written(re.sub("[0-8]", "9", cell)) is not None


def common_unit(units: Iterable[tuple[str, int]]) -> str:
    """The unit that most numbers have."""
    totals: dict[str, int] = {}
    for unit, count in units:
        totals[unit] = totals.get(unit, 0) + count
    return max(totals, key=lambda unit: totals[unit], default="")


def between_thousands(sign: str) -> str:
    """A pattern for what may stand between thousands where that sign does: any space for a space; "" for none."""
    if sign and not sign.strip():
        return f"[{_SPACES}]"
    return "['’]" if sign in ("'", "’") else re.escape(sign)
