"""Cells of a column of words that are values of another kind."""

import re
from collections.abc import Iterator

import numpy
import numpy.typing
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.number import CellDoubt, cell_doubts
from playground.datasets.reading.columns.numbers import Writing
from playground.datasets.reading.columns.shapes import Mask

_FEW = 0.2  # the largest share of dates among words that a spreadsheet probably made of other words
_SHORT = 20  # mean bytes of a cell; longer cells are sentences, which may begin with a date
_APART = 3  # least cells on either side of the row at which a column changes
_MONTHS = (
    "jan|feb|fév|févr|mar|mär|mrz|märz|mars|apr|avr|abr|may|mai|maj|jun|juin|jul|juil|aug|août|ago|sep|sept|set|"
    "oct|okt|out|nov|dec|dez|déc|dic"
)
_DAY = re.compile(rf"9{{1,2}}[-. ]{{1,2}}({_MONTHS})\.?|({_MONTHS})\.?[- ]9{{1,2}}", re.I)
_WITH_UNIT = re.compile(r"[+-]?9[9.,]*(?P<unit> ?[^\W\d_]{1,4}[²³]?| ?°[CFK]?| ?[^\W\d_]{1,3}/[^\W\d_]{1,3})")


def strangers(one: ColumnLook, present: int) -> list[CellDoubt]:
    """Doubts about numbers or dates in a column of `present` words, if they are few or in one part of the column."""
    if one.shapes is None:
        return []
    return [*_days(one, present), *_numbers_and_dates(one, present), *_units(one, present)]


def _numbers_and_dates(one: ColumnLook, present: int) -> list[CellDoubt]:
    if not (one.number_count or one.dates):
        return []
    numbers = one.mask([number is not None for number in one.numbers])
    missing = one.mask(one.missing_shapes)
    kinds = (numbers + 2 * one.mask(one.date_shapes))[~missing]  # a date has no shape of a number
    rows = numpy.flatnonzero(~missing)
    change = _change(kinds)
    if change is not None:
        return [CellDoubt(int(rows[change]), "from here on this column holds something else: another table?")]
    if 0 < one.number_count <= 0.02 * present and len(one.unique) <= 0.3 * present:
        return cell_doubts(numbers, one, lambda cell: f"“{cell}” is a number in a column of words")
    return []


def _change(kinds: numpy.typing.NDArray[numpy.int64]) -> int | None:
    """The index at which nearly all cells change from one kind to another; None if there is none."""
    count = len(kinds)
    if count < 2 * _APART:
        return None
    changes = numpy.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    if len(changes) == 1:
        return int(changes[0])
    before = [numpy.concatenate([[0], numpy.cumsum(kinds == kind)]) for kind in range(3)]
    for first in range(3):
        for second in range(3):
            if first == second:
                continue
            alike = before[first] + before[second][-1] - before[second]
            # A single cell of another kind, such as a repeated header, is not a part.
            cut = int(alike.argmax())
            if not _APART <= cut <= count - _APART or count - alike[cut] > max(1, 0.05 * count):
                continue
            if (
                before[first][-1] - before[first][cut] <= 0.1 * (count - cut)
                and before[second][cut] <= 0.1 * cut
            ):
                return cut
    return None


def _days(one: ColumnLook, present: int) -> Iterator[CellDoubt]:
    """A few dates among short words: a spreadsheet turns SEPT2 into 2-Sep and 10-12 into 12-Oct."""
    if one.shapes is None or len(one.cells.data) > _SHORT * len(one.cells):
        return
    mask = one.mask([_DAY.fullmatch(word) is not None for word in one.shapes.words])
    if one.dates:
        mask |= numpy.asarray(compute.is_in(one.cells.array, value_set=pyarrow.array(sorted(one.dates))))
    if 0 < mask.sum() <= _FEW * present:
        yield from cell_doubts(
            mask, one, lambda cell: f"“{cell}” is a day in a column of words: a spreadsheet may have made it"
        )


def _units(one: ColumnLook, present: int) -> list[CellDoubt]:
    """Numbers with a unit in a column whose other numbers have none."""
    if one.shapes is None or not one.number_count:
        return []
    found = [_WITH_UNIT.fullmatch(word) for word in one.shapes.words]
    units = {match["unit"] for match in found if match is not None}
    mask: Mask = one.mask([match is not None for match in found])
    spaced = any(unit.startswith(" ") or not unit.isalpha() for unit in units)
    decimals = any(number is not None and number.writing is not Writing.WHOLE for number in one.numbers)
    if len(units) != 1 or not (spaced or decimals) or mask.sum() + one.number_count < 0.95 * present:
        return []
    return cell_doubts(
        mask, one, lambda cell: f"“{cell}” has a unit, and other numbers of this column have none"
    )
