"""A strict parser of delimited lines: it parses a line without ambiguity, or gives the reason why it cannot."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


@dataclass(frozen=True)
class Marks:
    """The special characters of a delimited file; "" for a character that is not used.

    Attributes:
        delimiter, quote, escape: the same as in `Dialect`.
        doubled: whether a quote within quotes is written twice.
    """

    delimiter: str
    quote: str = '"'
    escape: str = ""
    doubled: bool = True


class End(Enum):
    """The state at the end of a parsed text."""

    WHOLE = "whole"
    OPEN = "open"  # within quotes, or after an escape: the row may continue on the next line
    BROKEN = "broken"


@dataclass(slots=True)
class Parsed:
    """The fields of a parsed text, the state at its end, and its problem."""

    fields: list[str]
    end: End = End.WHOLE
    problem: str = ""
    bare: bool = False  # a quote stands within a field that is not quoted
    odd_escape: bool = False  # an escape before a character that needs none


def parse(text: str, marks: Marks) -> Parsed:
    """Parses one row without its line end.

    A quoted field begins directly after a delimiter and ends directly before one. A quote within an unquoted field is
    an ordinary character, and sets `bare`.
    """
    delimiter, quote, escape = marks.delimiter, marks.quote, marks.escape
    if not (quote and quote in text) and not (escape and escape in text):
        return Parsed(text.split(delimiter) if delimiter else [text])
    parsed = Parsed([])
    position, length = 0, len(text)
    while True:
        if quote and text.startswith(quote, position):
            position = _quoted(text, position + len(quote), marks, parsed)
        else:
            position = _plain(text, position, marks, parsed)
        if parsed.end is not End.WHOLE or position >= length:
            return parsed
        if delimiter and text.startswith(delimiter, position):
            position += len(delimiter)
            if position == length:
                parsed.fields.append("")
                return parsed
            continue
        parsed.end = End.BROKEN
        parsed.problem = "after a closing quote stands something else than a delimiter"
        return parsed


@lru_cache(maxsize=256)
def _stops(marks: Marks, quoted: bool) -> re.Pattern[str]:
    """The pattern that ends a run of ordinary characters, within or outside quotes."""
    words = [marks.quote, marks.escape] if quoted else [marks.delimiter, marks.escape]
    return re.compile("|".join(re.escape(word) for word in dict.fromkeys(words) if word) or "(?!)")


def _quoted(text: str, position: int, marks: Marks, parsed: Parsed) -> int:
    """Reads a field from after its opening quote; returns the position after its closing one."""
    quote, escape = marks.quote, marks.escape
    stops = _stops(marks, True)
    parts: list[str] = []
    while True:
        found = stops.search(text, position)
        if found is None:
            parsed.end, parsed.problem = End.OPEN, "a quote is opened and not closed"
            return len(text)
        start = found.start()
        parts.append(text[position:start])
        if escape and escape != quote and found.group() == escape:
            position = _escaped(text, start + len(escape), marks, parsed, parts)
            if parsed.end is not End.WHOLE:
                return position
            continue
        position = start + len(quote)
        if marks.doubled and text.startswith(quote, position):
            parts.append(quote)
            position += len(quote)
            continue
        parsed.fields.append("".join(parts))
        return position


def _plain(text: str, position: int, marks: Marks, parsed: Parsed) -> int:
    """Reads an unquoted field; returns the position of the delimiter after it."""
    quote, escape = marks.quote, marks.escape
    stops = _stops(marks, False)
    parts: list[str] = []
    escaped = 0
    while True:
        found = stops.search(text, position)
        start = len(text) if found is None else found.start()
        parts.append(text[position:start])
        if found is not None and escape and found.group() == escape:
            escaped += 1
            position = _escaped(text, start + len(escape), marks, parsed, parts)
            if parsed.end is not End.WHOLE:
                return position
            continue
        # Escaped quotes are ordinary; `parts` has the escaped characters at odd indices.
        if quote and any(quote in part for part in parts[:: 2 if escaped else 1]):
            parsed.bare = True
        parsed.fields.append("".join(parts))
        return start


def _escaped(text: str, position: int, marks: Marks, parsed: Parsed, parts: list[str]) -> int:
    if position >= len(text):
        parsed.end, parsed.problem = End.OPEN, "the line ends after an escape character"
        return position
    for word in (marks.delimiter, marks.quote, marks.escape, "\r\n", "\n", "\r"):
        if word and text.startswith(word, position):
            # An escape applies only to the first character of a longer delimiter.
            parts.append(text[position])
            return position + 1
    parsed.odd_escape = True
    parts.append(text[position])
    return position + 1
