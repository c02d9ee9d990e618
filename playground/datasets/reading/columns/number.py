"""The format of a numeric column: decimal sign, thousands sign and unit, and the cells that contradict it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy
import numpy.typing
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns import exponents
from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.numbers import NumberFormat, NumberShape, Writing, common_unit
from playground.datasets.reading.columns.shapes import Mask

_MOST = 200  # most doubts with the same reason in a column
_SHOWN = 40  # most letters of a cell in a sentence
_FEW = 3  # numbers
_LONG = 5  # digits; Spanish and Polish write numbers of four digits without a thousands sign
_FLOAT_DIGITS = 15  # float64 represents every whole number with so many digits exactly


@dataclass(frozen=True)
class CellDoubt:
    """A doubt about a cell: the index of its row in the table, and the reason."""

    row: int
    sentence: str


def cell_doubts(mask: Mask, one: ColumnLook, sentence: Callable[[str], str]) -> list[CellDoubt]:
    """A doubt for each cell of the mask, at most `_MOST`."""
    if not mask.any():
        return []
    rows = numpy.flatnonzero(mask)
    found = [CellDoubt(row, sentence(shown(one.raw.array[row].as_py()))) for row in rows[:_MOST].tolist()]
    if len(rows) > _MOST:
        found.append(
            CellDoubt(
                int(rows[_MOST]), f"{len(rows) - _MOST:,} more cells of this column, from here on, as above"
            )
        )
    return found


def shown(cell: str) -> str:
    """A cell as it is written in a sentence, shortened."""
    return cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…"


def file_decimal(looks: Sequence[ColumnLook]) -> str | None:
    """The decimal sign of the numbers of all columns; None if it cannot be decided."""
    counted = [one for one in looks if one.shapes is not None and one.number_count]
    point = sum(one.evidence(Writing.POINT) for one in counted)
    comma = sum(one.evidence(Writing.COMMA) for one in counted)
    if point == comma:
        return None
    return "." if point > comma else ","


def decide_number(
    one: ColumnLook, given: str | None, usual: str | None
) -> tuple[NumberFormat | None, list[CellDoubt]]:
    """The format of a numeric column, None if its numbers are codes, and doubts about cells that contradict it.

    Args:
        one: the column.
        given: the decimal sign that a person chose; None without a choice.
        usual: the decimal sign of the other columns; None if it is not known.
    """
    odd = one.mask(
        [number is None and not miss for number, miss in zip(one.numbers, one.missing_shapes, strict=True)]
    )
    doubts = cell_doubts(odd, one, lambda cell: f"“{cell}” stands in a column of numbers")
    whole = one.evidence(Writing.WHOLE)
    doubts += cell_doubts(
        exponents.rounded(one, whole) | exponents.of_codes(one),
        one,
        lambda cell: f"“{cell}” may be a longer number that a spreadsheet rounded",
    )
    if _are_codes(one, whole):
        if one.leading_zero.sum() <= 0.2 * one.number_count and not _same_length(one):
            doubts += cell_doubts(
                one.leading_zero, one, lambda cell: f"“{cell}” begins with 0: a number or a code?"
            )
        doubts += cell_doubts(
            _shorter_codes(one),
            one,
            lambda cell: f"“{cell}” is shorter than the other codes: zeros may be lost",
        )
        return None, doubts
    if one.leading_zero.any():
        numbers = one.mask([number is not None for number in one.numbers])
        zeros = one.leading_zero & numbers
        doubts += cell_doubts(zeros, one, lambda cell: f"“{cell}” begins with 0: a number or a code?")

    doubts += cell_doubts(
        exponents.too_large(one), one, lambda cell: f"“{cell}” is larger than any number here can be"
    )

    unit = common_unit((number.unit, count) for number, count in _counted(one))
    other = one.mask(
        [
            number is not None and number.unit != unit and number.writing is not Writing.ENDLESS
            for number in one.numbers
        ]
    )
    doubts += cell_doubts(other, one, lambda cell: f"“{cell}” has another unit than the rest of the column")

    doubts += cell_doubts(
        _behind(one), one, lambda cell: f"“{cell}” has its minus sign behind, as few others"
    )

    decimal, more = _decimal(one, given, usual, whole)
    doubts += more
    thousands = _thousands(one, decimal)
    signs = [
        number is not None and bool(number.thousands) and number.thousands not in (thousands, decimal)
        for number in one.numbers
    ]
    doubts += cell_doubts(
        one.mask(signs), one, lambda cell: f"“{cell}” has another thousands sign than the rest"
    )
    grouped = one.mask([number is not None and number.writing is Writing.GROUPED for number in one.numbers])
    plainly = sum(count for number, count in _counted(one) if not number.thousands and number.digits > 3)
    if grouped.sum() <= max(plainly > _FEW, 0.1 * plainly):
        doubts += cell_doubts(
            grouped, one, lambda cell: f"“{cell}” has a sign within, and others of its length have none"
        )
    if thousands:
        plain = [
            number is not None and not number.thousands and number.digits >= _LONG for number in one.numbers
        ]
        doubts += cell_doubts(
            one.mask(plain), one, lambda cell: f"“{cell}” has no thousands sign, and others have one"
        )
    return NumberFormat(decimal, thousands, unit), doubts


def _behind(one: ColumnLook) -> Mask:
    """Numbers with a trailing minus sign, if other numbers have a leading one, or hardly any number has one."""
    assert one.shapes is not None
    numeric = [word if number else "" for word, number in zip(one.shapes.words, one.numbers, strict=True)]
    behind = [word.endswith("-") for word in numeric]
    count = one.count(behind)
    usual = count > max(1, 0.05 * one.number_count) and not any(word.startswith("-") for word in numeric)
    return one.mask([False] * len(behind) if usual else behind)


def _counted(one: ColumnLook) -> list[tuple[NumberShape, int]]:
    assert one.shapes is not None
    return [
        (number, count)
        for number, count in zip(one.numbers, one.shapes.counts, strict=True)
        if number is not None
    ]


def _are_codes(one: ColumnLook, whole: int) -> bool:
    """Whether whole numbers are codes, because they have leading zeros or are too long for float64."""
    if whole < one.number_count:
        return False
    longest = max(number.digits for number, _ in _counted(one))
    zeros = int(one.leading_zero.sum())
    return longest > _FLOAT_DIGITS or (zeros > 0 and (zeros > 0.05 * one.number_count or _same_length(one)))


def _shorter_codes(one: ColumnLook) -> Mask:
    """The few codes that are shorter than most and have no leading zero, while others have one."""
    lengths = numpy.where(one.cells.lengths > 0, one.cells.lengths, 0)
    usual = int(numpy.bincount(lengths).argmax())
    shorter = (lengths < usual) & (lengths > 0) & ~one.leading_zero
    shorter &= one.mask([number is not None for number in one.numbers])
    few = shorter.sum() < 0.5 * len(lengths) and (lengths > usual).sum() == 0 and one.leading_zero.any()
    return shorter if few else numpy.zeros(len(lengths), bool)


def _same_length(one: ColumnLook) -> bool:
    assert one.shapes is not None
    return len({len(word) for word, number in zip(one.shapes.words, one.numbers, strict=True) if number}) == 1


def _decimal(
    one: ColumnLook, given: str | None, usual: str | None, whole: int
) -> tuple[str, list[CellDoubt]]:
    point, comma = one.evidence(Writing.POINT), one.evidence(Writing.COMMA)
    three_point, three_comma = one.evidence(Writing.THREE_POINT), one.evidence(Writing.THREE_COMMA)
    if given is not None:
        against = Writing.COMMA if given == "." else Writing.POINT
        return given, cell_doubts(one.written_as(against), one, _contradicts(given))
    if point or comma:
        decimal = "." if point > comma or (point == comma and usual != ",") else ","
        doubts = cell_doubts(
            one.written_as(Writing.COMMA if decimal == "." else Writing.POINT), one, _contradicts(decimal)
        )
        if not doubts and usual not in (None, decimal):
            first = int(one.written_as(Writing.POINT if decimal == "." else Writing.COMMA).argmax())
            doubts = [
                CellDoubt(first, f"the decimal sign of this column is “{decimal}”, that of others “{usual}”")
            ]
        return decimal, doubts + _grouped_in_part(one, decimal) + _thousand_times(one, decimal)
    if not three_point and not three_comma:
        return usual or ".", []
    if three_point and three_comma:
        fewer = Writing.THREE_POINT if three_point <= three_comma else Writing.THREE_COMMA
        return usual or ".", cell_doubts(one.written_as(fewer), one, _either)
    writing = Writing.THREE_POINT if three_point else Writing.THREE_COMMA
    sign = "." if three_point else ","
    among_whole = whole > 4 * (three_point + three_comma)
    if usual is None:
        rows = one.written_as(writing)
        return ".", cell_doubts(rows, one, _either) if among_whole else [_first(rows, one)]
    if among_whole and usual == sign:
        return usual, cell_doubts(one.written_as(writing), one, _either)
    return usual, _grouped_in_part(one, usual)


def _first(mask: Mask, one: ColumnLook) -> CellDoubt:
    row = int(mask.argmax())
    rest = int(mask.sum()) - 1
    also = f", and so may {rest:,} more" if rest else ""
    return CellDoubt(row, f"{_either(shown(one.raw.array[row].as_py()))}{also}")


def _either(cell: str) -> str:
    return f"“{cell}” may have a decimal sign or a thousands sign"


def _contradicts(decimal: str) -> Callable[[str], str]:
    return lambda cell: f"“{cell}” is not written with the decimal sign “{decimal}” of this column"


def _grouped_in_part(one: ColumnLook, decimal: str) -> list[CellDoubt]:
    """Numbers with a thousands sign and no decimals, if others have decimals, or are as long without such a sign."""
    writing = Writing.THREE_COMMA if decimal == "." else Writing.THREE_POINT
    if not one.evidence(writing):
        return []
    sure = Writing.POINT if decimal == "." else Writing.COMMA
    plain = any(
        not number.thousands and (number.digits > 3 or number.writing is sure) for number, _ in _counted(one)
    )
    if not plain and all(number.groups for number, _ in _counted(one) if number.writing is sure):
        return []  # 1,234,567 shows that the comma of 12,345 is a thousands sign
    if (plain or one.evidence(sure)) and one.evidence(writing) <= 0.5 * one.number_count:
        return cell_doubts(one.written_as(writing), one, _either)
    return []


def _thousand_times(one: ColumnLook, decimal: str) -> list[CellDoubt]:
    """The few numbers with three decimals that are outside the range of the others, but not if multiplied by 1,000.

    The product must not be farther outside the range of the others than the width of that range.
    """
    few = one.written_as(Writing.THREE_POINT if decimal == "." else Writing.THREE_COMMA)
    count = int(few.sum())
    if not 0 < count <= 0.05 * one.number_count:
        return []
    others = one.mask(
        [number is not None and not number.thousands and not number.unit for number in one.numbers]
    )
    values = _values(one, others & ~few, decimal)
    if not len(values):
        return []
    low, high = values.min(), values.max()
    odd = few.copy()
    small = _values(one, few, decimal)
    apart = high - low
    large = small * 1000
    odd[few] = ((small < low) | (small > high)) & (large >= low - apart) & (large <= high + apart)
    return cell_doubts(odd, one, _either)


def _values(one: ColumnLook, mask: Mask, decimal: str) -> numpy.typing.NDArray[numpy.float64]:
    """The values of some numbers without thousands signs and units."""
    cells = compute.replace_substring(one.cells.array.filter(pyarrow.array(mask)), decimal, ".")
    try:
        return numpy.asarray(compute.cast(cells, pyarrow.float64()))
    except pyarrow.ArrowInvalid:  # a minus sign beyond ASCII, or a space after one
        return numpy.zeros(0)


def _thousands(one: ColumnLook, decimal: str) -> str:
    totals: dict[str, int] = {}
    for number, count in _counted(one):
        three = {Writing.THREE_COMMA: ",", Writing.THREE_POINT: "."}.get(number.writing, "")
        sign = number.thousands or (three if three != decimal else "")
        if sign and sign != decimal:
            totals[sign] = totals.get(sign, 0) + count
    return max(totals, key=lambda sign: totals[sign], default="")
