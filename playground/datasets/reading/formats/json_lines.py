"""JSON lines: a JSON object on each line; also a JSON list of objects."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy

from playground.datasets.reading.bounds import Bounds
from playground.datasets.reading.delimited.lines import find_lines
from playground.datasets.reading.encoding.decode import decode
from playground.datasets.reading.formats.rows import reading_of, text_table
from playground.datasets.reading.reading import Choices, Dialect, Doubt, Reading, ReadingError

_MOST = 500


def read_json_lines(data: bytes, choices: Choices, bounds: Bounds) -> Reading:
    """Reads JSON lines; numbers keep the spelling of the file.

    `Reading.lines` has the line of each object, or for a list its number, counted from 1.

    Raises:
        ReadingError: no line has an object, or the table is too large.
    """
    decoded = decode(data, choices.encoding)
    lines = find_lines(decoded.text)
    doubts = [Doubt(lines.line_of(position), None, sentence) for position, sentence in decoded.doubts]
    left_out: list[int] = []
    rows: list[tuple[int, Mapping[str, str]]] = []
    listed = _list(decoded.text) if decoded.text.lstrip()[:1] == b"[" else None
    if listed is not None:
        for number, value in enumerate(listed, 1):
            _take(value, number, rows, doubts, left_out)
    else:
        for number in range(1, len(lines) + 1):
            text = lines.text(number - 1).strip()
            if not text:
                continue
            try:
                value = _parse(text)
            except (ValueError, RecursionError):
                left_out.append(number)
                doubts.append(Doubt(number, None, "this line is no JSON"))
                continue
            _take(value, number, rows, doubts, left_out)
    if not rows or len(rows) < len(left_out):
        raise ReadingError(
            "This file looks like JSON, but most of its lines hold no object with names and values."
        )
    if len(rows) == 1 and listed is None:
        doubts.append(Doubt(rows[0][0], None, "there is one object alone: a row, or the answer of a server?"))
    return _reading(rows, doubts[: 20 * _MOST], left_out, bounds, decoded.encoding)


class _Pairs(list[tuple[str, object]]):
    """An object as a list of pairs, which shows repeated names."""


class _Number(str):
    """A number with the spelling of the file."""


def _parse(text: str) -> object:
    return json.loads(
        text, object_pairs_hook=_Pairs, parse_float=_Number, parse_int=_Number, parse_constant=_Number
    )


def _list(text: bytes) -> Sequence[object]:
    try:
        value = _parse(text.decode())
    except (ValueError, RecursionError):
        raise ReadingError("This file looks like a list in JSON, but is damaged or cut off.") from None
    assert isinstance(value, list)
    return value


def _take(
    value: object,
    number: int,
    rows: list[tuple[int, Mapping[str, str]]],
    doubts: list[Doubt],
    left_out: list[int],
) -> None:
    if not isinstance(value, _Pairs):
        left_out.append(number)
        doubts.append(Doubt(number, None, "this line holds no object with names and values"))
        return
    cells: dict[str, str] = {}
    for name, held in value:
        if name in cells:
            doubts.append(Doubt(number, name, "this name stands twice in the object; the last one counts"))
        if isinstance(held, list):
            doubts.append(Doubt(number, name, "this cell holds a list or an object, shown as JSON"))
        cells[name] = _cell(held)
    rows.append((number, cells))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A lone surrogate is not a character, and UTF-8 cannot encode it.
        return value.encode("utf-8", "replace").decode()
    return _json(value)


def _json(value: object) -> str:
    """A value as JSON, with numbers in the spelling of the file."""
    if isinstance(value, _Number):
        return value
    if isinstance(value, _Pairs):
        return "{" + ", ".join(f"{_json(name)}: {_json(held)}" for name, held in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()


def _reading(
    rows: Sequence[tuple[int, Mapping[str, str]]],
    doubts: list[Doubt],
    left_out: list[int],
    bounds: Bounds,
    encoding: str,
) -> Reading:
    names = list(dict.fromkeys(name for _, cells in rows for name in cells))
    bounds.check_table(len(rows), len(names))
    if not names:
        raise ReadingError("The objects in this file are empty.")
    sets = Counter(frozenset(cells) for _, cells in rows)
    usual, count = sets.most_common(1)[0]
    if count < len(rows) and count >= 0.9 * len(rows) - 1:
        for line, cells in rows:
            if cells.keys() != usual:
                other = sorted(cells.keys() ^ usual)
                doubts.append(
                    Doubt(line, None, f"this object has other names than the rest: {', '.join(other)[:80]}")
                )
    table = text_table([[cells.get(name, "") for name in names] for _, cells in rows], len(names))
    lines = numpy.array([line for line, _ in rows], numpy.int64)
    clean = [name.encode("utf-8", "replace").decode() for name in names]
    return reading_of(table, clean, lines, Dialect(encoding=encoding), doubts, left_out)
