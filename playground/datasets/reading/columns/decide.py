"""Decides the kind of each column of a table, and finds the cells that contradict it."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.dates import common_format, orders
from playground.datasets.reading.columns.look import ColumnLook, look
from playground.datasets.reading.columns.number import CellDoubt, cell_doubts, decide_number, file_decimal
from playground.datasets.reading.columns.numbers import NumberFormat, Writing
from playground.datasets.reading.columns.shapes import Mask
from playground.datasets.reading.columns.strangers import strangers
from playground.datasets.reading.columns.yes_no import YES_NO
from playground.datasets.reading.reading import Column, Kind

MOSTLY = 0.8  # the least share of numbers among the cells of a numeric column, without missing cells
_CODE_NAME = re.compile(
    r"(^|[^a-z])(id|ids|nr|no|key|code|codes|index|idx|zip|zipcode|plz|postcode|phone|isbn|uuid|guid|sku|number)($|[^a-z])"
)
_POSTCODE = re.compile(r"\b(zip|plz|post|postal|cap)|postcode|zipcode")
_FEW_CLASSES = 20
_LONG_TABLE = 20_000  # rows
_Given = TypeVar("_Given")
_Result = TypeVar("_Result")
_LONG = 40  # letters; cells that are longer on average are text


@dataclass(frozen=True)
class Decision:
    """The columns of a table, the decimal sign of the file, and by column the doubts and the first look."""

    columns: tuple[Column, ...]
    decimal: str
    doubts: tuple[tuple[CellDoubt, ...], ...]
    looks: tuple[ColumnLook, ...]


def decide(
    table: pyarrow.Table,
    names: Sequence[str],
    decimal: str | None = None,
    delimiter: str | None = None,
    *,
    typed: bool = False,
) -> Decision:
    """Decides the kind of each column.

    Args:
        table: the cells, one column of text for each column.
        names: the names of the columns.
        decimal: the decimal sign; None if it is not known.
        delimiter: the delimiter of a file without quotes, which cannot be the decimal sign; else None.
        typed: whether the file has numbers, which have a decimal point, so that only texts can have a comma.
    """
    looks = tuple(_each(look, table.columns, table.num_rows))
    if typed and not _only_commas(looks):
        decimal = decimal or "."
    found = decimal or file_decimal(looks)
    usual = found or ("." if delimiter == "," else None)
    decided = _each(
        lambda pair: _column_alone(pair[0], pair[1], decimal, usual),
        list(zip(names, looks, strict=True)),
        table.num_rows,
    )
    return Decision(
        tuple(column for column, _ in decided),
        found or ".",
        tuple(tuple(doubts) for _, doubts in decided),
        looks,
    )


def _only_commas(looks: Sequence[ColumnLook]) -> bool:
    """Whether numbers have a decimal comma, and none has a point."""
    counted = [one for one in looks if one.shapes is not None and one.number_count]
    points = any(one.evidence(Writing.POINT) or one.evidence(Writing.THREE_POINT) for one in counted)
    return not points and any(one.evidence(Writing.COMMA) for one in counted)


def _each(call: Callable[[_Given], _Result], given: Sequence[_Given], rows: int) -> list[_Result]:
    """The results of a call for each column; in a long table for two columns at the same time."""
    if rows < _LONG_TABLE:
        return [call(one) for one in given]
    # pyarrow and NumPy release the GIL.
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(call, given))


def _column_alone(
    name: str, one: ColumnLook, decimal: str | None, usual: str | None
) -> tuple[Column, list[CellDoubt]]:
    """Decides a column, and frees the memory for that."""
    decided = _column(name, one, decimal, usual)
    one.cells.let_go()
    return decided


def _column(
    name: str, one: ColumnLook, decimal: str | None, usual: str | None
) -> tuple[Column, list[CellDoubt]]:
    present = len(one.cells) - one.missing_count
    if present == 0:
        return Column(name, Kind.TEXT, len(one.cells), 0, one.missing_words), []
    if _mostly(one.number_count, present):
        written, doubts = decide_number(one, decimal, usual)
        if _POSTCODE.search(name.lower()):
            doubts += cell_doubts(
                _too_short(one), one, lambda cell: f"“{cell}” is shorter than the other codes"
            )
        if written is not None:
            return _numbers(name, one, written), doubts
        distinct = _distinct_present(one)
        return Column(name, Kind.IDENTIFIER, one.missing_count, distinct, one.missing_words), doubts
    dates = sum(one.dates.values())
    if _mostly(dates, present):
        return _dates(name, one)
    return _words(name, one, present)


def _too_short(one: ColumnLook) -> Mask:
    """The few cells that are shorter than all others, which have the same length."""
    lengths = one.cells.lengths
    usual = int(numpy.bincount(numpy.maximum(lengths, 0)).argmax())
    shorter: Mask = (lengths > 0) & (lengths < usual)
    few = shorter.sum() <= max(1, 0.1 * len(lengths)) and not (lengths > usual).any()
    return shorter if few else numpy.zeros(len(lengths), bool)


def _mostly(count: int, present: int) -> bool:
    """Whether `count` of `present` cells determine the kind of a column; if there are few, all but one must fit."""
    return count >= MOSTLY * present or (count >= 2 and present - count == 1)


def _numbers(name: str, one: ColumnLook, written: NumberFormat) -> Column:
    distinct = _distinct_present(one)
    code = distinct == len(one.cells) > 1 and _counts_up(one) and written == NumberFormat(written.decimal)
    kind = Kind.IDENTIFIER if code and (is_code(name) or _from_one(one)) else Kind.NUMBER
    return Column(name, kind, one.missing_count, distinct, one.missing_words, written)


def is_code(name: str) -> bool:
    """Whether a column's name means codes, such as “customer id”."""
    return _CODE_NAME.search(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()) is not None


def _counts_up(one: ColumnLook) -> bool:
    """Whether all cells are whole numbers without a sign."""
    return bool(one.shapes and all(not word.strip("9") for word in one.shapes.words))


def _from_one(one: ColumnLook) -> bool:
    """Whether the cells are 0, 1, 2, … or 1, 2, 3, … in the order of the rows, five of them or more."""
    if len(one.cells) < 5 or one.cells.array[0].as_py() not in ("0", "1"):
        return False
    try:
        values = numpy.asarray(compute.cast(one.cells.array, pyarrow.int64()))
    except pyarrow.ArrowInvalid:
        return False
    return bool((numpy.diff(values) == 1).all())


def _distinct_present(one: ColumnLook) -> int:
    """The number of distinct cells, without words for missing values."""
    return int(compute.count_distinct(one.cells.array).as_py()) - len(one.missing_words)


def _dates(name: str, one: ColumnLook) -> tuple[Column, list[CellDoubt]]:
    best = common_format(one.dates.items())
    assert best is not None
    written, rival = best
    allowed = {word for word in one.dates if written in orders(word)}
    other = one.mask(tuple(not miss for miss in one.missing_shapes))
    other &= ~numpy.asarray(
        compute.is_in(one.cells.array, value_set=pyarrow.array(sorted(allowed), pyarrow.string()))
    )
    doubts = cell_doubts(other, one, lambda cell: f"“{cell}” is no date like the others of this column")
    if rival:
        doubts.insert(0, CellDoubt(0, _TWO_WAYS.format(one.cells.array[0].as_py())))
    distinct = _distinct_present(one)
    return Column(name, Kind.DATE, one.missing_count, distinct, one.missing_words, date=written), doubts


_TWO_WAYS = "the day or the month may stand first in “{}” and in every other date of this column"


def _words(name: str, one: ColumnLook, present: int) -> tuple[Column, list[CellDoubt]]:
    doubts = strangers(one, present)
    distinct = len(one.unique)
    lower = (
        {str(word).lower() for word in one.unique.field("values").to_pylist()} if distinct <= 12 else set()
    )
    missing_words = set(one.missing_words)
    said = lower - {word.lower() for word in missing_words}
    if len(said) == 2 and frozenset(said) in YES_NO:
        return (
            Column(name, Kind.YES_NO, one.missing_count, distinct - len(missing_words), one.missing_words),
            doubts,
        )
    rows = len(one.cells)
    length = len(one.cells.data) / rows
    if length > _LONG:
        kind = Kind.TEXT
    elif distinct == rows and (rows > _FEW_CLASSES or is_code(name)):
        kind = Kind.IDENTIFIER
    elif distinct <= _FEW_CLASSES or distinct <= 0.3 * rows:
        kind = Kind.CATEGORY
    else:
        kind = Kind.TEXT
    return Column(name, kind, 0, distinct), doubts
