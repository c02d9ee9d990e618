"""A first look at a column: its cells that are numbers, dates, missing, or words."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy
import pyarrow

from playground.datasets.reading.columns.dates import looks_like_date
from playground.datasets.reading.columns.numbers import MISSING_WORDS, NumberShape, Writing, written
from playground.datasets.reading.columns.shapes import Cells, Mask, Shapes, cells_of, shapes_of, trimmed

_PERHAPS_A_DATE = re.compile(
    r"9{1,4}[-/. ](9{1,2}|[A-Za-z]{3,9}\.?)[-/. ]9{1,4}.*|[A-Za-z]{3,9}\.? 9{1,2},? 9{4}.*"
)


@dataclass(frozen=True)
class ColumnLook:
    """The cells of a column and their shapes.

    Attributes:
        raw: the cells of the file.
        cells: the trimmed cells.
        shapes: their shapes; None if there are too many, so that the column has words.
        numbers: for each shape its format as a number; None if it is not a number.
    """

    raw: Cells
    cells: Cells
    shapes: Shapes | None
    numbers: tuple[NumberShape | None, ...]

    def mask(self, wanted: "list[bool] | tuple[bool, ...]") -> Mask:
        """Whether each cell has a wanted shape, bool (rows,); `wanted` has a value for each shape."""
        assert self.shapes is not None
        if not any(wanted):
            return numpy.zeros(len(self.cells), bool)
        return numpy.asarray(wanted, bool)[self.shapes.of_cell]

    def count(self, wanted: "list[bool] | tuple[bool, ...]") -> int:
        """The number of cells with a wanted shape; `wanted` has a value for each shape."""
        assert self.shapes is not None
        return sum(count for count, one in zip(self.shapes.counts, wanted, strict=True) if one)

    @cached_property
    def missing_shapes(self) -> tuple[bool, ...]:
        """Whether each shape is a word for a missing number."""
        return tuple(word.lower() in MISSING_WORDS for word in self.shapes.words) if self.shapes else ()

    @cached_property
    def missing_count(self) -> int:
        """The number of cells that are words for a missing number."""
        return self.count(self.missing_shapes) if self.shapes else 0

    @cached_property
    def missing_words(self) -> tuple[str, ...]:
        """The words for a missing number in this column, in the file's spelling."""
        if self.shapes is None:
            return ()
        return tuple(
            sorted(word for word, one in zip(self.shapes.words, self.missing_shapes, strict=True) if one)
        )

    @cached_property
    def number_count(self) -> int:
        """The number of cells that are numbers."""
        return self.count([one is not None for one in self.numbers]) if self.shapes else 0

    @cached_property
    def date_shapes(self) -> tuple[bool, ...]:
        """Whether each shape may be a date."""
        if self.shapes is None:
            return ()
        return tuple(
            number is None and _PERHAPS_A_DATE.fullmatch(word) is not None
            for word, number in zip(self.shapes.words, self.numbers, strict=True)
        )

    @cached_property
    def unique(self) -> pyarrow.StructArray:
        """The distinct trimmed cells, and the number of occurrences of each."""
        return self.cells.array.value_counts()

    @cached_property
    def dates(self) -> dict[str, int]:
        """The distinct cells that are dates, with the number of occurrences of each."""
        if not any(self.date_shapes):
            return {}
        return {
            word: count
            for word, count in zip(
                self.unique.field("values").to_pylist(), self.unique.field("counts").to_pylist(), strict=True
            )
            if looks_like_date(word)
        }

    def evidence(self, writing: Writing) -> int:
        """The number of cells with a format of numbers; 0.125 counts as a decimal, not as a thousand."""
        total = self.count([one is not None and one.writing is writing for one in self.numbers])
        three = {Writing.POINT: Writing.THREE_POINT, Writing.COMMA: Writing.THREE_COMMA}
        if writing in three:
            total += int((self._after_zero & self._written(three[writing])).sum())
        elif writing in three.values():
            total -= int((self._after_zero & self._written(writing)).sum())
        return total

    def _written(self, writing: Writing) -> Mask:
        return self.mask([one is not None and one.writing is writing for one in self.numbers])

    def written_as(self, writing: Writing) -> Mask:
        """Whether each cell has a format of numbers, bool (rows,); 0.125 counts as a decimal, not as a thousand."""
        three = {Writing.POINT: Writing.THREE_POINT, Writing.COMMA: Writing.THREE_COMMA}
        if writing in three:
            return self._written(writing) | (self._after_zero & self._written(three[writing]))
        return (
            self._written(writing) & ~self._after_zero
            if writing in three.values()
            else self._written(writing)
        )

    @cached_property
    def _after_zero(self) -> Mask:
        """Whether each cell is like 0.125 or -0,125, where the digits after the sign are decimals, bool (rows,)."""
        first, second, third = (self.cells.byte(index) for index in range(3))
        signed = (first == ord("-")) | (first == ord("+"))
        zero = numpy.where(signed, second, first) == ord("0")
        sign = numpy.where(signed, third, second)
        return numpy.asarray(zero & ((sign == ord(".")) | (sign == ord(","))), bool)

    @cached_property
    def leading_zero(self) -> Mask:
        """Whether each cell has a 0 before another digit, such as 01234, bool (rows,)."""
        first, second, third = (self.cells.byte(index) for index in range(3))
        signed = (first == ord("-")) | (first == ord("+"))
        zero = numpy.where(signed, second, first) == ord("0")
        after = numpy.where(signed, third, second)
        return numpy.asarray(zero & (after >= ord("0")) & (after <= ord("9")), bool)


def look(column: pyarrow.ChunkedArray | pyarrow.Array) -> ColumnLook:
    """The first look at a column of text."""
    raw = cells_of(column)
    cells = trimmed(raw)
    shapes = shapes_of(cells)
    raw.let_go()
    numbers = tuple(written(word) for word in shapes.words) if shapes else ()
    return ColumnLook(raw, cells, shapes, numbers)
