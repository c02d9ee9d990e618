"""Rows that are no rows of the table: its header again, the header of another table, a total."""

import re
from collections.abc import Iterator, Sequence

import numpy
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.look import Look

_MOST = 200
_TOTAL = re.compile(
    r"(grand |sub)?(total|sum|summe|gesamt|average|mean|mittelwert|durchschnitt|somme|moyenne)\b", re.I
)


def next_table(looks: Sequence[Look]) -> int | None:
    """The row with which another table begins: words where two columns or more had numbers alone; None for none."""
    numeric: list[int] = []
    never = len(looks[0].cells) if looks else 0
    for one in looks:
        if one.shapes is None or not one.number_count:
            continue
        wanted = [
            number is None and not miss for number, miss in zip(one.numbers, one.missing_shapes, strict=True)
        ]
        odd = one.mask(wanted)
        first = int(odd.argmax()) if odd.any() else never
        if first > 0 and one.mask([number is not None for number in one.numbers])[:first].any():
            numeric.append(first)
    for row in sorted({first for first in numeric if first < never}):
        here, still = numeric.count(row), sum(first >= row for first in numeric)
        if here >= 2 and here >= 0.8 * still:
            return row
    return None


def names_below(looks: Sequence[Look]) -> bool:
    """Whether the first row has words in every column of numbers: names, or units, below another header."""
    numeric = [one for one in looks if one.shapes is not None and one.number_count > 0.5 * len(one.cells)]
    firsts = [
        (one.numbers[one.shapes.of_cell[0]], one.missing_shapes[one.shapes.of_cell[0]])
        for one in numeric
        if one.shapes
    ]
    return bool(firsts) and all(number is None and not missing for number, missing in firsts)


def odd_rows(
    table: pyarrow.Table, names: Sequence[str] | None, looks: Sequence[Look]
) -> Iterator[tuple[int, str]]:
    """Rows of the right width that are none of the table's: number from 0, and why."""
    if not table.num_rows:
        return
    if names is not None:
        same = numpy.ones(table.num_rows, bool)
        for name, column in zip(names, table.columns, strict=True):
            if not same.any():
                break
            same &= numpy.asarray(compute.equal(column, name))
        for row in numpy.flatnonzero(same)[:_MOST].tolist():
            yield row, "this row repeats the names of the columns"
    last = [str(column[-1]) for column in table.columns]
    if any(_TOTAL.match(cell) for cell in last) and table.num_rows > 2:
        before = [str(column[-2]) for column in table.columns]
        if not any(_TOTAL.match(cell) for cell in before):
            yield table.num_rows - 1, "the last row may be a total of the others"
    yield from ((row, "each word of this row stands nowhere else in its column") for row in _alone(looks))


def _alone(looks: Sequence[Look]) -> Iterator[int]:
    """Rows whose every word occurs once, where columns of words have few different ones."""
    rows = len(looks[0].cells)
    alone = numpy.ones(rows, bool)
    columns = 0
    for one in looks:
        if one.number_count or len(one.unique) > 0.2 * rows:
            continue
        columns += 1
        words = one.unique.field("values").filter(compute.equal(one.unique.field("counts"), 1))
        alone &= numpy.asarray(compute.is_in(one.cells.array, value_set=words))
        if not alone.any():
            return
    if columns >= 2:
        yield from numpy.flatnonzero(alone)[:_MOST].tolist()
