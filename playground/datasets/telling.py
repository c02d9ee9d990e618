"""Telling: facts about a prepared table that change the meaning of measures on its validation rows."""

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
    """The number of validation rows with a training row of the same features and target, and of the same features only.

    A row counts in one of both numbers at most.
    """
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
    """The columns that the encoding leaves out, each with its reason.

    The encoding learns from training rows only, so a constant column there may have other values in other rows.
    """
    return tuple((name, _reason(used_rows[name], why)) for name, why in encoding.left_out)


def probable_codes(train: pandas.DataFrame, encoding: Encoding) -> tuple[tuple[str, int], ...]:
    """The numeric columns with only 3 to 5 different values, consecutive from 0 or 1, each with their number."""
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
    """The first numeric column whose values never decrease from row to row; None if there is none."""
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
    """The number of validation rows that are among the training rows."""
    return int(numpy.isin(rows.validation, rows.training).sum())


def _hashes(rows: pandas.DataFrame) -> Hashes:
    """A hash of each row, (rows,); two different rows have the same hash with a probability of about 2^-64."""
    found: Hashes = pandas.util.hash_pandas_object(rows, index=False).to_numpy()
    return found


def _reason(column: pandas.Series, why: str) -> str:
    present = column[~missing(column)]
    if why == NEVER_CHANGES and present.nunique() > 1:
        return "is the same in every training row"
    if why == NO_VALUES and not present.empty:
        return "has no value in any training row"
    return why
