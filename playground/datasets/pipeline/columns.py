"""Columns: what a column of a table holds, where it is missing, and how its values are written."""

from enum import StrEnum
from math import isfinite

import numpy
import pandas
from pandas.api import types

from playground.datasets.arrays import Booleans, Floats, Words


class Kind(StrEnum):
    """What a column holds, as far as a network is concerned."""

    NUMBERS = "numbers"
    TEXT = "text"
    OTHER = "other"


def kind(column: pandas.Series) -> Kind:
    """Numbers (a column of true and false is 1 and 0), text, or something else such as dates."""
    if types.is_numeric_dtype(column) and not types.is_complex_dtype(column):
        return Kind.NUMBERS
    if types.is_string_dtype(column) or types.is_object_dtype(column) or types.is_bool_dtype(column):
        return Kind.TEXT
    return Kind.TEXT if isinstance(column.dtype, pandas.CategoricalDtype) else Kind.OTHER


def numbers(column: pandas.Series) -> Floats:
    """The values of a column of numbers as float64, with NaN where one is missing or infinite."""
    values = column.to_numpy(dtype=numpy.float64, na_value=numpy.nan)
    return numpy.where(numpy.isfinite(values), values, numpy.nan)


def missing(column: pandas.Series) -> Booleans:
    """Whether each value is missing; an infinite number counts as missing."""
    if kind(column) is Kind.NUMBERS:
        return numpy.isnan(numbers(column))
    return numpy.asarray(column.isna(), dtype=bool)


def words(column: pandas.Series) -> Words:
    """The values of a column as text, a whole number without a point; missing ones as they come."""
    if kind(column) is Kind.NUMBERS and not types.is_bool_dtype(column):
        return numpy.array([_number(value) for value in numbers(column)], dtype=object)
    return numpy.asarray(column.astype(str), dtype=object)


def in_order(classes: set[str]) -> tuple[str, ...]:
    """Words sorted, by value where all of them are numbers: "9" before "10"."""
    try:
        by_value = {word: float(word) for word in classes}
    except ValueError:
        return tuple(sorted(classes))
    if not all(map(isfinite, by_value.values())):
        return tuple(sorted(classes))
    return tuple(sorted(classes, key=lambda word: (by_value[word], word)))


def _number(value: float) -> str:
    return str(int(value)) if isfinite(value) and value == int(value) else repr(float(value))
