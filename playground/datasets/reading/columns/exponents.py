"""Numbers with an exponent: numbers that a spreadsheet rounded, and numbers that are too large for float64."""

import re

import numpy

from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.shapes import Mask

_LARGE = re.compile(r"[eE]\+?999")  # the shape of an exponent of three digits
_POWER = re.compile(r"[eE]\+?9")  # the shape of an exponent that is not negative
_CODE = re.compile(r"9[.,]9{2,5}E\+99")  # the shape in which a spreadsheet shows codes of many digits
_LONG = 9  # digits of a number that spreadsheets write with an exponent
_SHORT = re.compile(r"9[eE]\+?9{1,2}")  # 1e+05, which R writes for 100000
_CODE_DIGITS = 5
_FEW = 3  # least numbers that determine a format
_LARGEST_POWER = 307


def rounded(one: ColumnLook, whole: int) -> Mask:
    """Numbers with an exponent in a column whose other numbers are mostly long and whole."""
    assert one.shapes is not None
    powers = [
        number is not None and _POWER.search(word) is not None
        for word, number in zip(one.shapes.words, one.numbers, strict=True)
    ]
    long = sum(
        count
        for number, count in zip(one.numbers, one.shapes.counts, strict=True)
        if number is not None
        and number.digits >= (_LONG if any(map(_SHORT.fullmatch, one.shapes.words)) else _CODE_DIGITS)
    )
    return one.mask(powers if whole and long > 0.5 * one.number_count else [False] * len(powers))


def of_codes(one: ColumnLook) -> Mask:
    """All numbers of a column, if all have 11 to 19 digits and the form 1.23E+12 of long codes in a spreadsheet."""
    assert one.shapes is not None
    numeric = [number is not None for number in one.numbers]
    shapes = [word for word, number in zip(one.shapes.words, numeric, strict=True) if number]
    found = one.mask(numeric)
    if len(shapes) > 1 or not _CODE.fullmatch(shapes[0]) or found.sum() < _FEW:
        return numpy.zeros(len(found), bool)
    power = (one.cells.byte(-2) - ord("0")) * 10 + one.cells.byte(-1) - ord("0")
    return found if ((power[found] >= 10) & (power[found] <= 18)).all() else numpy.zeros(len(found), bool)


def too_large(one: ColumnLook) -> Mask:
    """Numbers whose exponent may exceed the range of float64."""
    assert one.shapes is not None
    found = one.mask(
        [
            number is not None and _LARGE.search(word) is not None
            for word, number in zip(one.shapes.words, one.numbers, strict=True)
        ]
    )
    for row in numpy.flatnonzero(found):
        _, _, power = str(one.cells.array[row]).lower().partition("e")
        found[row] = int(power[:4].lstrip("+")[:3]) > _LARGEST_POWER
    return found
