"""Telling: what a person should know about a table before trusting a number that was measured on it."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy
import pandas
from numpy.typing import NDArray

from playground.datasets.parts import Parts
from playground.datasets.pipeline.columns import Kind, kind, missing, numbers
from playground.datasets.pipeline.encode import NEVER_CHANGES, NO_VALUES, Encoding
from playground.datasets.pipeline.encoders import Numeric
from playground.datasets.pipeline.prepared import Raw

# A column with only the numbers 1, 2, 3 probably holds categories; with more numbers it may as well hold amounts.
_CODES = range(3, 6)
_FEWEST_IN_ORDER = 20

Hashes: TypeAlias = NDArray[numpy.uint64]


def copies(parts: Parts[Raw]) -> tuple[int, int]:
    """How many validation rows have a training row with the same features and target, and with the features alone."""
    features = parts.map(lambda part: _hashes(pandas.DataFrame(part.x)))
    whole = Parts(
        *(
            _hashes(pandas.DataFrame({"features": hashes, "target": part.y}))
            for hashes, part in zip(features, parts, strict=True)
        )
    )
    same = _known(whole)
    return same, _known(features) - same


def left_out(encoding: Encoding, used_rows: pandas.DataFrame) -> tuple[tuple[str, str], ...]:
    """The columns left out, each with its reason.

    The encoding looks at training rows only: a column that is the same in all of them may change in the others.
    """
    return tuple((name, _reason(used_rows[name], why)) for name, why in encoding.left_out)


def probable_codes(train: pandas.DataFrame, encoding: Encoding) -> tuple[tuple[str, int], ...]:
    """The numeric columns that hold 1, 2, 3 and so on to a small number, or 0, 1, 2: with how many values each."""
    found = []
    for used in encoding.columns:
        if isinstance(used, Numeric):
            values = numbers(train[used.column])
            values = numpy.unique(values[~numpy.isnan(values)])
            count = len(values)
            if count in _CODES and values[0] in (0, 1) and (numpy.diff(values) == 1).all():
                found.append((used.column, count))
    return tuple(found)


def in_order_of(frame: pandas.DataFrame, features: Sequence[str]) -> str | None:
    """The first of the columns by which the table is sorted, a number that never falls from row to row."""
    if len(frame) < _FEWEST_IN_ORDER:
        return None
    for name in features:
        column = frame[name]
        if kind(column) is Kind.NUMBERS and not pandas.api.types.is_bool_dtype(column):
            values = numbers(column)
            values = values[~numpy.isnan(values)]
            if (numpy.diff(values) >= 0).all() and len(numpy.unique(values)) > 2:
                return str(name)
    return None


def _known(rows: Parts[Hashes]) -> int:
    """How many validation rows are among the training rows."""
    return int(numpy.isin(rows.validation, rows.training).sum())


def _hashes(rows: pandas.DataFrame) -> Hashes:
    """A hash of each row, which tells rows apart as good as their numbers: one in 2^64 pairs of rows is mistaken."""
    found: Hashes = pandas.util.hash_pandas_object(rows, index=False).to_numpy()
    return found


def _reason(column: pandas.Series, why: str) -> str:
    present = column[~missing(column)]
    if why == NEVER_CHANGES and present.nunique() > 1:
        return "is the same in every training row"
    if why == NO_VALUES and not present.empty:
        return "has no value in any training row"
    return why
