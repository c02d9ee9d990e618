"""Rows that are sums of other rows, such as totals of a report, by their words or by their numbers."""

import re
from collections.abc import Iterator, Sequence

import numpy
import pyarrow

from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.frame import numbers
from playground.datasets.reading.reading import Column, Kind

_MOST = 200
_LONG_TABLE = 10_000  # rows; the last row of a longer table is not compared with the sum
_WORDS = (
    "total|totals|totale|totaal|totalt|sum|summe|summa|suma|somme|gesamt|gesamtsumme|insgesamt|average|mean|"
    "mittelwert|durchschnitt|moyenne|subtotaal|zwischensumme|teilsumme|ergebnis|gesamtergebnis|razem|ogółem|celkem|"
    "összesen|toplam|ukupno|итого|всего|сумма|подытог|среднее|всього|разом|σύνολο|合计|总计|小计|合計|総計|小計|總計|합계|"
    "총계|소계|총합계|平均|평균|المجموع"
)
_TOTAL = re.compile(rf"(grand |sub[ -]?|sous[ -]|zwischen)?({_WORDS})\b", re.I)
_TOTAL_ALONE = re.compile(rf"(\w+ )?(grand |sub[ -]?|sous[ -])?({_WORDS})( général)?( \w+)?[:：]?", re.I)


def sums(
    table: pyarrow.Table, looks: Sequence[ColumnLook], columns: Sequence[Column]
) -> Iterator[tuple[int, str]]:
    """Rows that may be totals, as the index and the reason."""
    rows = table.num_rows
    if rows < 3:
        return
    last, before = ([str(column[row]) for column in table.columns] for row in (rows - 1, rows - 2))
    by_word = any(_TOTAL.match(cell) for cell in last) and not any(_TOTAL.match(cell) for cell in before)
    if by_word or _adds_up(table, columns):
        yield rows - 1, "the last row may be a total of the others"
    for row in _with_gaps(looks):
        if row < rows - 1 and any(_TOTAL_ALONE.fullmatch(str(one.cells.array[row])) for one in looks):
            yield row, "this row may be a total of others"


def _with_gaps(looks: Sequence[ColumnLook]) -> Iterator[int]:
    """Rows with an empty cell in a column that is mostly filled."""
    rows = len(looks[0].cells)
    gaps = numpy.zeros(rows, bool)
    for one in looks:
        empty = one.cells.lengths == 0
        if 0 < empty.sum() <= rows / 3:
            gaps |= empty
    found: list[int] = numpy.flatnonzero(gaps).tolist()
    yield from found[:_MOST]


def _adds_up(table: pyarrow.Table, columns: Sequence[Column]) -> bool:
    """Whether each number of the last row is the sum of the numbers above it."""
    if not 4 <= table.num_rows <= _LONG_TABLE:
        return False
    found = 0
    for cells, column in zip(table.columns, columns, strict=True):
        if column.kind is not Kind.NUMBER or column.number is None:
            continue
        values = numbers(cells, column.number)
        if numpy.isnan(values[-1]):
            continue
        above = values[:-1][~numpy.isnan(values[:-1])]
        if not numpy.isfinite(above).all():
            return False
        total = above.sum()
        if numpy.count_nonzero(above) < 3 or not numpy.isclose(total, values[-1], rtol=1e-9, atol=1e-9):
            return False
        found += 1
    return found > 0
