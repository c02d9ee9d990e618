"""Columns: the kind of a column of a table, its missing values, and its values as numbers or words."""

from enum import StrEnum
from math import isfinite

import numpy
import pandas
from pandas.api import types

from playground.datasets.arrays import Booleans, Floats, Words


class Kind(StrEnum):
    """The kind of a column's values for a network."""

    NUMBERS = "numbers"
    TEXT = "text"
    OTHER = "other"


def kind(column: pandas.Series) -> Kind:
    """The kind of a column: numbers (booleans too, as 1 and 0), text, or others such as dates."""
    if types.is_numeric_dtype(column) and not types.is_complex_dtype(column):
        return Kind.NUMBERS
    if types.is_string_dtype(column) or types.is_object_dtype(column) or types.is_bool_dtype(column):
        return Kind.TEXT
    return Kind.TEXT if isinstance(column.dtype, pandas.CategoricalDtype) else Kind.OTHER


def numbers(column: pandas.Series) -> Floats:
    """The values of a numeric column, float64 (rows,); missing and infinite ones are NaN."""
    values = column.to_numpy(dtype=numpy.float64, na_value=numpy.nan)
    return numpy.where(numpy.isfinite(values), values, numpy.nan)


def missing(column: pandas.Series) -> Booleans:
    """Whether each value is missing, bool (rows,); an infinite number counts as missing."""
    if kind(column) is Kind.NUMBERS:
        return numpy.isnan(numbers(column))
    return numpy.asarray(column.isna(), dtype=bool)


def words(column: pandas.Series) -> Words:
    """The values of a column as texts, (rows,), whole numbers without a point; missing values have any text."""
    if kind(column) is Kind.NUMBERS and not types.is_bool_dtype(column):
        return numpy.array([_number(value) for value in numbers(column)], dtype=object)
    return numpy.asarray(column.astype(str), dtype=object)


def in_order(classes: set[str]) -> tuple[str, ...]:
    """The words sorted by alphabet, or by value if all of them are numbers: "9" before "10"."""
    try:
        by_value = {word: float(word) for word in classes}
    except ValueError:
        return tuple(sorted(classes))
    if not all(map(isfinite, by_value.values())):
        return tuple(sorted(classes))
    return tuple(sorted(classes, key=lambda word: (by_value[word], word)))


def _number(value: float) -> str:
    return str(int(value)) if isfinite(value) and value == int(value) else repr(float(value))
