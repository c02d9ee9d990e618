"""Rows that do not belong to the table: a repeated header, the header of another table, a total."""

from collections.abc import Iterator, Sequence

import numpy
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.dates import looks_like_date
from playground.datasets.reading.columns.decide import Decision
from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.numbers import looks_like_number
from playground.datasets.reading.columns.shifted import shifted
from playground.datasets.reading.columns.sums import sums

_MOST = 200
_FEW = 0.1  # of the rows
_LONG = 10  # rows
_FULL = 0.98  # of the cells: a table in which no row has an empty cell for no reason
_FILLED = 0.8  # of the cells: a table with fewer has rows with one cell for no reason


def next_table(looks: Sequence[ColumnLook]) -> int | None:
    """The index of the first row of another table, with words in two or more numeric columns; None without one."""
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


def names_below(looks: Sequence[ColumnLook]) -> bool:
    """Whether the first row has words in every numeric column, such as names or units below the header."""
    numeric = [one for one in looks if one.shapes is not None and one.number_count > 0.5 * len(one.cells)]
    firsts = [
        (one.numbers[one.shapes.of_cell[0]], one.missing_shapes[one.shapes.of_cell[0]])
        for one in numeric
        if one.shapes
    ]
    return bool(firsts) and all(number is None and not missing for number, missing in firsts)


def odd_rows(
    table: pyarrow.Table, names: Sequence[str] | None, decision: Decision
) -> Iterator[tuple[int, str]]:
    """Rows of the right width that do not belong to the table, as the index and the reason."""
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
        yield from _without_a_name(names, decision.looks)
        yield from _side_by_side(names, decision.looks)
    yield from sums(table, decision.looks, decision.columns)
    yield from shifted(decision.looks)
    yield from _empty(decision.looks)
    yield from _notes(decision.looks)
    yield from _commented(decision.looks[0])
    yield from _marked(decision.looks)
    yield from _numbered_twice(decision.looks[0])
    alone = _alone(decision.looks)
    yield from ((row, "each word of this row stands nowhere else in its column") for row in alone)


def _without_a_name(names: Sequence[str], looks: Sequence[ColumnLook]) -> Iterator[tuple[int, str]]:
    """Rows with a cell in a mostly empty column without a name, which may be a note beside the table."""
    for name, one in zip(names, looks, strict=True):
        filled = one.cells.lengths > 0
        if not name.strip() and filled.sum() <= len(filled) / 3:
            for row in numpy.flatnonzero(filled)[:_MOST].tolist():
                yield row, "a cell of this row stands in a column that has no name and few cells"


def _side_by_side(names: Sequence[str], looks: Sequence[ColumnLook]) -> Iterator[tuple[int, str]]:
    """The first row, if an empty column without a name is between others, as between two tables."""
    bare = [not name.strip() and not one.cells.lengths.any() for name, one in zip(names, looks, strict=True)]
    filled = [index for index, empty in enumerate(bare) if not empty]
    if filled and any(bare[filled[0] : filled[-1]]):
        yield 0, "a column without a name or a cell stands between others: two tables side by side?"


def _empty(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, str]]:
    """Rows with only empty cells."""
    gaps = looks[0].cells.lengths == 0
    for one in looks[1:]:
        if not gaps.any():
            return
        gaps &= one.cells.lengths == 0
    if len(looks) > 1:
        yield from (
            (row, "each cell of this row is empty") for row in numpy.flatnonzero(gaps)[:_MOST].tolist()
        )


def _notes(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, str]]:
    """Rows with words in their first cell only: a note if it is the last row, or headings of parts of the table."""
    rows, first = len(looks[0].cells), looks[0]
    if len(looks) < 3 or rows < 3:
        return
    ends = [row for row in (0, rows - 1) if not any(one.cells.lengths[row] for one in looks[1:])]
    ends = [row for row in ends if _is_word(str(first.cells.array[row]))]
    alone = first.cells.lengths > 0
    for one in looks[1:]:
        alone &= one.cells.lengths == 0
    filled = sum(int((one.cells.lengths > 0).sum()) for one in looks[1:])
    if alone.sum() > 0.3 * rows or filled < _FILLED * (rows - alone.sum()) * (len(looks) - 1):
        return
    full = rows >= _LONG and filled >= _FULL * (rows - alone.sum()) * (len(looks) - 1)
    if not ends and not full:
        return
    found = numpy.flatnonzero(alone)[:_MOST].tolist() if 0 in ends or full else ends
    yield from (
        (row, "words stand in the first cell of this row alone: a note, or a heading?") for row in found
    )


def _is_word(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and not looks_like_number(cell) and not looks_like_date(cell)


def _commented(first: ColumnLook) -> Iterator[tuple[int, str]]:
    """Rows that begin with # and are otherwise like the others, so that a person may have commented them out."""
    marked = numpy.flatnonzero(first.cells.byte(0) == ord("#"))
    if not 0 < len(marked) <= 0.2 * len(first.cells):
        return
    words = first.unique.field("values")
    for row in marked[:_MOST].tolist():
        rest = str(first.cells.array[row])[1:].strip()
        alike = compute.index(words, rest).as_py() >= 0
        if alike or (looks_like_number(rest) and first.number_count > 0.5 * len(first.cells)):
            yield row, "this row begins with #, as a row does that was taken out"


_MARKS = list(b"#%>*!+~=|;/")
_PAIRS = (b"()", b"[]", b"{}", b"<>", b"''", b'""')


def _marked(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, str]]:
    """The few rows that begin with a mark, or begin and end with brackets or quotes, as no other row does."""
    first, last = looks[0].raw, looks[-1].raw
    few = max(1, int(_FEW * len(first)))
    if len(first) - few < 4:
        return
    begins, second = looks[0].cells.byte(0), looks[0].cells.byte(1)
    marks = numpy.isin(begins, _MARKS) | ((begins == ord("-")) & (second == ord("-")))
    if 0 < marks.sum() <= few or ((begins == ord(">")) & (second == ord(" "))).any():
        yield from (
            (row, "this row begins with a mark, as few others")
            for row in numpy.flatnonzero(marks)[:_MOST].tolist()
        )
    for opening, closing in _PAIRS if len(looks) > 1 else ():
        around = (first.byte(0) == opening) & (last.byte(-1) == closing)
        if 0 < around.sum() <= few:
            sentence = f"this row stands between {chr(opening)} and {chr(closing)}, as few others"
            yield from ((row, sentence) for row in numpy.flatnonzero(around)[:_MOST].tolist())


def _numbered_twice(first: ColumnLook) -> Iterator[tuple[int, str]]:
    """Rows with the same number as the previous row, if the rows are numbered consecutively."""
    if len(first.cells) < 8 or first.shapes is None or any(word.strip("9") for word in first.shapes.words):
        return
    if max(map(len, first.shapes.words)) > 18 or not all(first.shapes.words):
        return
    steps = numpy.diff(numpy.asarray(compute.cast(first.cells.array, pyarrow.int64())))
    if (steps == 1).sum() >= 0.8 * len(steps):
        for row in numpy.flatnonzero(steps == 0)[:_MOST].tolist():
            yield row + 1, "this row has the number of the row before it"


def _alone(looks: Sequence[ColumnLook]) -> Iterator[int]:
    """Rows of which all words are unique, if the columns of words have few distinct words."""
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
