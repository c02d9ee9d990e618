"""Cells with another format than the rest of their column: of a time, a date, a code, a number, or yes and no."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.dates import looks_like_time
from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.number import CellDoubt, shown
from playground.datasets.reading.columns.numbers import MINUS, MISSING_WORDS, Writing
from playground.datasets.reading.columns.shapes import Mask
from playground.datasets.reading.columns.yes_no import YES_NO

_MOST = 200
_RARE = 0.1  # the largest share of cells whose format can be an accident
_ENOUGH = 5  # least cells that determine the format of a column
_MOST_WORDS = 20_000  # most distinct words of which the formats are compared
_CENTURY = 100


def rare_formats(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, CellDoubt]]:
    """Doubts about cells with a rare format, each with the index of its column."""
    minus = any(_has_minus(one) for one in looks)
    for number, one in enumerate(looks):
        if one.shapes is None:
            continue
        if one.number_count > 0.5 * len(one.cells):
            found = (*_decimals(one), *_pluses(one), *_endless(one), *(_minuses(one) if minus else ()))
        elif one.dates:
            found = tuple(_dates(one))
        elif len(one.unique) <= _MOST_WORDS:
            found = (*_times(one), *_codes(one), *_yes_no(one))
        else:
            found = ()
        yield from ((number, doubt) for doubt in found)


def _few(mask: Mask, all_cells: int, sentence: Callable[[str], str], one: ColumnLook) -> Iterator[CellDoubt]:
    """A doubt about each cell of a mask, if they are few of the cells."""
    count = int(mask.sum())
    if 0 < count <= max(1, _RARE * all_cells) and all_cells - count >= _ENOUGH:
        for row in numpy.flatnonzero(mask)[:_MOST].tolist():
            yield CellDoubt(row, sentence(shown(str(one.cells.array[row]))))


def _decimals(one: ColumnLook) -> Iterator[CellDoubt]:
    """Numbers with another number of decimals than the rest, whose decimals may end with 0."""
    assert one.shapes is not None
    decimals = [
        -1 if number is None or number.writing is Writing.ENDLESS else _count_decimals(word)
        for word, number in zip(one.shapes.words, one.numbers, strict=True)
    ]
    counts = {number: one.count([other == number for other in decimals]) for number in set(decimals) - {-1}}
    usual = max(counts, key=lambda number: counts[number], default=0)
    if not usual or counts[usual] == one.number_count:
        return
    padded = one.mask([number == usual for number in decimals]) & (one.cells.byte(-1) == ord("0"))
    if padded.any():
        odd = one.mask([number not in (-1, usual) for number in decimals])
        yield from _few(odd, one.number_count, lambda cell: f"“{cell}” has other decimals than the rest", one)


def _count_decimals(shape: str) -> int:
    found = re.search(r"[.,](9+)\D*$", shape)
    return 0 if found is None else len(found[1])


def _pluses(one: ColumnLook) -> Iterator[CellDoubt]:
    """Numbers with a plus sign, which few others have."""
    numbers = one.mask([number is not None for number in one.numbers])
    plus = numbers & (one.cells.byte(0) == ord("+"))
    yield from _few(plus, one.number_count, lambda cell: f"“{cell}” has a plus sign, as few others", one)


def _endless(one: ColumnLook) -> Iterator[CellDoubt]:
    odd = one.mask([number is not None and number.writing is Writing.ENDLESS for number in one.numbers])
    yield from _few(odd, one.number_count, lambda cell: f"“{cell}” is no finite number", one)


def _has_minus(one: ColumnLook) -> bool:
    """Whether a column of numbers has a minus sign of ASCII."""
    words = one.shapes.words if one.shapes is not None and one.number_count else ()
    return any(word[:1] == "-" and number for word, number in zip(words, one.numbers, strict=False))


def _minuses(one: ColumnLook) -> Iterator[CellDoubt]:
    """Numbers with a minus sign beyond ASCII, in a table that has another one."""
    assert one.shapes is not None
    odd = [
        number is not None and word[:1] in tuple(MINUS)
        for word, number in zip(one.shapes.words, one.numbers, strict=True)
    ]
    yield from _few(one.mask(odd), one.number_count, lambda cell: f"“{cell}” has another minus sign", one)


@lru_cache(maxsize=16_384)
def _date_formats(cell: str) -> tuple[object, ...]:
    """What is usual in all dates of a column: digits of the year, a time, its separator and its zone."""
    day, _, time = cell.replace("T", " ", 1).partition(" ") if cell[:1].isdigit() else (cell, "", "")
    digits = [len(part) for part in re.findall(r"\d+", day)]
    zone = re.search(r"(Z|[+-]\d\d:?\d\d)$", time)
    return max(digits, default=0), bool(time), cell.count(":"), "T" in cell, zone is not None


def _dates(one: ColumnLook) -> Iterator[CellDoubt]:
    """Dates with a rare format, or in another century than the rest."""
    if len(one.dates) > _MOST_WORDS:
        return
    total = sum(one.dates.values())
    yield from _of_words(
        one, total, _by_format(one.dates, _date_formats), "is written unlike the other dates"
    )
    padded = {word: re.search(r"(?<!\d)0\d(?!\d)", word.partition(" ")[0]) is not None for word in one.dates}
    single = {word: re.search(r"(?<!\d)\d(?!\d)", word.partition(" ")[0]) is not None for word in one.dates}
    if any(padded.values()):
        odd = {word for word in one.dates if single[word]}
        yield from _of_words(one, total, odd, "has a day or a month without the 0 of the other dates")
    years = {word: int(found[0]) for word in one.dates if (found := re.search(r"\d{4}", word))}
    if years:
        middle = sorted(years.values())
        few = max(1, len(middle) // 10)
        low, high = (middle[few], middle[-1 - few]) if len(middle) > 2 * few else (middle[0], middle[-1])
        odd = {word for word, year in years.items() if not low - _CENTURY <= year <= high + _CENTURY}
        yield from _of_words(one, total, odd, "is a century or more apart from the other dates")


def _by_format(words: Mapping[str, int], format_of: Callable[[str], object]) -> set[str]:
    """The words that do not have the most frequent format."""
    totals: dict[object, int] = {}
    for word, count in words.items():
        form = format_of(word)
        totals[form] = totals.get(form, 0) + count
    usual = max(totals, key=lambda form: totals[form])
    return {word for word in words if format_of(word) != usual}


def _of_words(one: ColumnLook, total: int, words: set[str], reason: str) -> Iterator[CellDoubt]:
    if words:
        mask = numpy.asarray(compute.is_in(one.cells.array, value_set=pyarrow.array(sorted(words))))
        yield from _few(mask, total, lambda cell: f"“{cell}” {reason}", one)


def _times(one: ColumnLook) -> Iterator[CellDoubt]:
    """Words that are no time of a day, or have another format, in a column of times."""
    counts = _words(one)
    times = {word: count for word, count in counts.items() if looks_like_time(word)}
    total = sum(counts.values())
    if sum(times.values()) < (1 - _RARE) * total - 1:
        return
    shape = _by_format(times, lambda word: re.sub(r"\d+", "9", word)) if times else set()
    late = {word for word in times if not re.match(r"([01]?\d|2[0-3]|24(?=:00)):[0-5]\d", word)}
    odd = shape | late | (counts.keys() - times.keys())
    yield from _of_words(one, total, odd, "is no time like the others of this column")


def _words(one: ColumnLook) -> dict[str, int]:
    """The words of a column that are not missing, with the number of occurrences of each."""
    pairs = zip(one.unique.field("values").to_pylist(), one.unique.field("counts").to_pylist(), strict=True)
    return {str(word): int(count) for word, count in pairs if str(word).lower() not in MISSING_WORDS}


@lru_cache(maxsize=16_384)
def _code_format(word: str) -> str:
    """The format of a code: runs of digits as 9, of ASCII letters as A, other letters as themselves."""
    if "://" in word or re.fullmatch(r"[^@\s]+@[\w.-]+\.[A-Za-z]+", word):
        return "address"  # whose parts have any format
    return re.sub("[A-Za-z]+", "A", re.sub(r"[0-9]+", "9", word))


def _codes(one: ColumnLook) -> Iterator[CellDoubt]:
    """Words with a rare format in a column of codes, which are different and of one format with a digit."""
    counts = _words(one)
    total = sum(counts.values())
    if len(counts) < 0.5 * total or total <= _ENOUGH:
        return
    odd = _by_format(counts, _code_format)
    usual = next((word for word in counts if word not in odd), "")
    if len(odd) <= max(1, 0.02 * total) and re.search("9|address", _code_format(usual)):
        yield from _of_words(one, total, odd, "has another format than the other codes of this column")


def _yes_no(one: ColumnLook) -> Iterator[CellDoubt]:
    """Rare words in a column that otherwise has two words for yes and no."""
    counts = _words(one)
    if not 2 < len(counts) <= 2 + _RARE * len(one.cells) + 1:
        return
    often = {word for word, count in counts.items() if count > max(1, 0.05 * len(one.cells))}
    often = often if len(often) == 2 else set(sorted(counts, key=lambda word: -counts[word])[:2])
    if frozenset(word.lower() for word in often) in YES_NO:
        said = " and ".join(sorted(f"“{word}”" for word in often))
        yield from _of_words(
            one, sum(counts.values()), counts.keys() - often, f"stands in a column of {said}"
        )
