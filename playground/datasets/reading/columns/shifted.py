"""Rows that may be shifted by a column: one end is empty, and cells look like the cells of the next column."""

import re
from collections.abc import Iterator, Sequence

import numpy
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.shapes import Mask

_MOST = 200
_ENOUGH = 5  # least other rows that determine the format of a column's numbers
_SENTENCE = (
    "the cells of this row may stand one column too far: one end is empty, and others are unlike their column"
)


def shifted(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, str]]:
    """Rows that may be shifted, as the index and the reason."""
    if len(looks) < 2:
        return
    yield from _one_up(looks)
    for end, step in ((0, 1), (-1, -1)):
        gaps = looks[end].cells.lengths == 0
        if not 0 < gaps.sum() <= len(gaps) - _ENOUGH:
            continue
        odd = numpy.zeros(len(gaps), bool)
        for one in looks:
            odd |= _otherwise_exact(one, gaps)
        odd |= _moved(looks, gaps, step)
        yield from ((row, _SENTENCE) for row in numpy.flatnonzero(odd)[:_MOST].tolist())


def _one_up(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, str]]:
    """The last row, if a column lacks only its last cell and all other columns have theirs."""
    last = len(looks[0].cells) - 1
    short = [one for one in looks if not one.cells.lengths[last]]
    if last >= _ENOUGH and len(looks) > 2 and len(short) == 1 and short[0].cells.lengths[:last].all():
        yield last, "a column is empty in this row alone, the last: its cells may stand a row too high"


def _otherwise_exact(one: ColumnLook, rows: Mask) -> Mask:
    """Numbers of some rows with more or fewer decimals than the numbers of the other rows, which have equally many."""
    none = numpy.zeros(len(rows), bool)
    if one.shapes is None or not one.number_count:
        return none
    decimals = numpy.array(
        [
            -1 if number is None else _decimals(word)
            for word, number in zip(one.shapes.words, one.numbers, strict=True)
        ]
    )[one.shapes.of_cell]
    others = decimals[~rows & (decimals >= 0)]
    if len(others) < _ENOUGH or len(numpy.unique(others)) > 1:
        return none
    found: Mask = rows & (decimals >= 0) & (decimals != others[0])
    return found


def _decimals(shape: str) -> int:
    found = re.search(r"[.,](9+)\D*$", shape)
    return len(found[1]) if found else 0


def _moved(looks: Sequence[ColumnLook], rows: Mask, step: int) -> Mask:
    """Rows with words of the neighbouring column, and no word of their own column."""
    chosen = pyarrow.array(rows)
    moved, own = numpy.zeros(int(rows.sum()), bool), numpy.zeros(int(rows.sum()), bool)
    words = [_words(one, rows) for one in looks]
    for index, one in enumerate(looks):
        beside = index - step
        cells = one.cells.array.filter(chosen)
        if words[index] is not None:
            own |= numpy.asarray(compute.is_in(cells, value_set=words[index]))
        if not 0 <= beside < len(looks) or words[beside] is None:
            continue
        # Two columns with the same words, such as home and guest, or from and to, prove nothing.
        same = (
            words[index] is not None
            and compute.any(compute.is_in(words[index], value_set=words[beside])).as_py()
        )
        if not same:
            moved |= numpy.asarray(compute.is_in(cells, value_set=words[beside]))
    found = numpy.zeros(len(rows), bool)
    found[rows] = moved & ~own
    return found


def _words(one: ColumnLook, rows: Mask) -> pyarrow.Array | None:
    """The words of a column in the other rows; None for a numeric column."""
    if one.number_count > 0.5 * len(one.cells):
        return None
    words = compute.unique(one.cells.array.filter(pyarrow.array(~rows)))
    return words.filter(compute.not_equal(words, ""))
