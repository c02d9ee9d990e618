"""Cells that differ from the other cells of their column, for instance by other quotes or by surrounding spaces."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy
import numpy.typing
from pyarrow import compute

from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.number import CellDoubt, shown
from playground.datasets.reading.columns.numbers import looks_like_number
from playground.datasets.reading.columns.shapes import Mask

_MOST = 200
_LOOKED_AT = 1_000  # cells of the sample
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_QUOTES = "'\"`"
_RARE = 0.1
_FEW = 5  # cells
_SHORT = 12  # bytes; people do not begin a new line in shorter cells
_ERROR = re.compile(r"#[^\W\d_]{2,12}(/0)?[!?]|#{2,}|Err:\d{3}")


def odd_cells(looks: Sequence[ColumnLook], delimiter: str) -> Iterator[tuple[int, CellDoubt]]:
    """Doubts about cells that differ from the others of their column, each with the index of the column."""
    for number, one in enumerate(looks):
        yield from ((number, doubt) for doubt in _wrapped(one))
        yield from ((number, doubt) for doubt in _tabs(one))
        yield from ((number, doubt) for doubt in _line_ends(one, delimiter))
        yield from ((number, doubt) for doubt in _divided(one, delimiter))
        yield from ((number, doubt) for doubt in _errors(one))
        yield from ((number, doubt) for doubt in _other_digits(one))
    yield from _spaced(looks)


def _wrapped(one: ColumnLook) -> Iterator[CellDoubt]:
    first, last = one.cells.byte(0), one.cells.byte(-1)
    for mark in _QUOTES:
        code = ord(mark)
        wrapped = (first == code) & (last == code) & (one.cells.lengths > 1)
        rows = numpy.flatnonzero(wrapped)
        if len(rows) and len(rows) < 0.5 * len(one.cells):
            for row in rows[:_MOST].tolist():
                yield CellDoubt(
                    row,
                    f"“{shown(one.raw.array[row].as_py())}” has quotes of its own, and most cells have none",
                )
    # “…”, „…“ and «…» begin and end with bytes above 127.
    if not ((first > 127) & (last > 127)).any():
        return
    quoted = compute.match_substring_regex(one.cells.array, "(?s)^[“„«»‘‚’”].*[”“»«’‘]$")
    rows = numpy.flatnonzero(numpy.asarray(quoted))
    if 0 < len(rows) <= max(1, _RARE * len(one.cells)):
        for row in rows[:_MOST].tolist():
            cell = one.cells.array[row].as_py()
            yield CellDoubt(row, f"“{shown(cell)}” has quotes of its own, and most cells have none")


def _errors(one: ColumnLook) -> Iterator[CellDoubt]:
    """Errors of a spreadsheet instead of values, such as #REF!; #N/A is a word for a missing value."""
    first, last = one.cells.byte(0), one.cells.byte(-1)
    sharp = (first == ord("#")) & ((last == ord("!")) | (last == ord("?")) | (last == ord("#")))
    numbered = (first == ord("E")) & (one.cells.byte(3) == ord(":")) & (one.cells.lengths == len("Err:502"))
    found = numpy.flatnonzero(sharp | numbered)[:_MOST].tolist()
    for row in found:
        cell = one.cells.array[row].as_py()
        if _ERROR.fullmatch(cell):
            yield CellDoubt(row, f"“{shown(cell)}” is an error of a spreadsheet and no value")


def _other_digits(one: ColumnLook) -> Iterator[CellDoubt]:
    """Cells with full-width digits or invisible characters that only look like numbers, in a column of numbers."""
    if one.shapes is None or not one.number_count:
        return
    beyond = (one.cells.byte(0) > 127) | (one.cells.byte(-1) > 127)
    beyond &= one.mask([number is None for number in one.numbers])
    for row in numpy.flatnonzero(beyond)[:_LOOKED_AT].tolist():
        cell = one.cells.array[row].as_py()
        plain = "".join(sign for sign in unicodedata.normalize("NFKC", cell) if sign not in _UNSEEN)
        if looks_like_number(plain):
            yield CellDoubt(row, f"“{shown(cell)}” holds signs that only look like those of a number")


def _tabs(one: ColumnLook) -> Iterator[CellDoubt]:
    """Tabs around a cell, which may be second delimiters."""
    tabs = (one.raw.byte(0) == 9) | (one.raw.byte(-1) == 9)
    rows = numpy.flatnonzero(tabs)
    if 0 < len(rows) < 0.5 * len(one.raw):
        for row in rows[:_MOST].tolist():
            yield CellDoubt(row, "a tab stands beside this cell, and beside most of its column none does")


def _line_ends(one: ColumnLook, delimiter: str) -> Iterator[CellDoubt]:
    """Line ends within cells, if few cells have one or the column has numbers."""
    ends = numpy.flatnonzero((one.raw.data == 10) | (one.raw.data == 13))
    if not len(ends):
        return
    yield from _other_line_ends(one)
    rows = numpy.unique(numpy.searchsorted(one.raw.offsets, ends, "right") - 1).tolist()
    short = len(rows) > max(_FEW, 0.5 * len(one.raw)) and one.raw.lengths.max() <= _SHORT
    if one.number_count <= 0.5 * len(one.raw) and not short:
        few = len(rows) < 0.02 * len(one.raw) or len(rows) == 1
        rows = [row for row in rows if not _by_hand(str(one.raw.array[row]), delimiter)] if few else []
    for row in rows[:_MOST]:
        yield CellDoubt(row, "a line end stands within this cell, as in few others")


def _other_line_ends(one: ColumnLook) -> Iterator[CellDoubt]:
    """Cells with another kind of line end than most cells that have one."""
    crlf = numpy.asarray(compute.match_substring(one.raw.array, "\r\n"))
    other = numpy.asarray(compute.match_substring_regex(one.raw.array, "(^|[^\r])\n|\r([^\n]|$)"))
    fewer = crlf if crlf.sum() < other.sum() else other
    if crlf.any() and other.any() and fewer.sum() <= max(1, 0.2 * (crlf | other).sum()):
        for row in numpy.flatnonzero(fewer)[:_MOST].tolist():
            yield CellDoubt(row, "the line ends within this cell are of another kind than in others")


# An empty line, or a new one after the end of a sentence or before an item of a list.
_BREAK = re.compile(r"(\r?\n){2}(?=\S)|(?<=[.:?!])\r?\n(?=[^\s\d])|(?<=\S)\r?\n(?=[-*•] |\d{1,2}[.)] )")


def _by_hand(cell: str, delimiter: str) -> bool:
    """Whether a person probably made the line ends within a cell, and it has no delimiter."""
    return not re.search(r"[\r\n]", _BREAK.sub("", cell)) and (
        not delimiter or cell.count(delimiter) == cell.count(delimiter + " ")
    )


def _divided(one: ColumnLook, delimiter: str) -> Iterator[CellDoubt]:
    """Delimiters within quoted cells, if few cells have one and no space follows, unlike in a sentence."""
    if not delimiter or delimiter[-1].isspace() or one.number_count > 0.5 * len(one.cells):
        return
    inside = compute.match_substring(one.cells.array, delimiter)
    count = int(compute.sum(inside).as_py() or 0)
    if not count:
        return
    if count > max(1, 0.01 * len(one.cells)):
        # Only delimiters without a following space count.
        inside = compute.match_substring_regex(one.cells.array, re.escape(delimiter) + r"([^ \n]|$)")
        close = int(compute.sum(inside).as_py() or 0)
        if close > max(1, 0.05 * count) or close == count:
            return
    for row in numpy.flatnonzero(numpy.asarray(inside))[:_MOST].tolist():
        cell = one.cells.array[row].as_py()
        if cell.count(delimiter) != cell.count(delimiter + " "):
            yield CellDoubt(
                row, f"a delimiter stands within “{shown(cell)}”, and within few others of this column"
            )


def _spaced(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, CellDoubt]]:
    """Spaces around cells of a row, if other rows have none."""
    if not looks or not len(looks[0].raw):
        return
    total = numpy.zeros(len(looks[0].raw), numpy.int64)
    first = numpy.full(len(total), -1)
    for number, one in enumerate(looks):
        if one.raw is one.cells:
            continue
        spaced = (one.raw.byte(0) == 32) | (one.raw.byte(-1) == 32) | _hard_spaced(one)
        if spaced.mean() >= _RARE and spaced.sum() > 1:
            continue
        # One space beside a number is enough, because no program writes it in one row only. A lone space is an empty
        # cell.
        numeric = one.number_count > 0.5 * len(one.cells)
        total += _twice_spaced(one)
        total += spaced * numpy.where(numeric & (one.cells.lengths > 0), 2, 1)
        first = numpy.where((first < 0) & spaced, number, first)
    for row in numpy.flatnonzero(total >= 2)[:_MOST].tolist():
        yield int(first[row]), CellDoubt(row, "spaces stand around cells of this row, and of most rows not")


def _hard_spaced(one: ColumnLook) -> Mask:
    """Whether a cell begins or ends with a space that does not end a line, U+00A0."""
    before, after = one.raw.byte(-2), one.raw.byte(1)
    begins, ends = one.raw.byte(0) == 0xC2, one.raw.byte(-1) == 0xA0
    return numpy.asarray((begins & (after == 0xA0)) | (ends & (before == 0xC2)), bool)


def _twice_spaced(one: ColumnLook) -> numpy.typing.NDArray[numpy.int64]:
    """2 for each cell that begins or ends with two spaces, int64 (rows,), if few do."""
    begins = (one.raw.byte(0) == 32) & (one.raw.byte(1) == 32)
    ends = (one.raw.byte(-1) == 32) & (one.raw.byte(-2) == 32)
    spaced = (begins | ends) & (one.cells.lengths > 0)
    few = spaced.sum() <= max(1, _RARE * len(one.raw))
    return numpy.where(spaced & few, 2, 0)
