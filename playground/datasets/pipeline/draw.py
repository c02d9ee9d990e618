"""Draw: which rows of a table are set aside, at random, by classes, by group, by copies or by time."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy
import pandas
from numpy.typing import NDArray

from playground.datasets.arrays import Booleans, Floats, Integers
from playground.datasets.error import DataError
from playground.datasets.pipeline.columns import Kind, kind, missing, numbers, words
from playground.datasets.pipeline.target import MAX_CLASSES_OF_NUMBERS
from playground.experiment import Split
from playground.mentions import quoted

# What says which rows belong together: the same number for all of them.
Groups: TypeAlias = NDArray[numpy.int64] | NDArray[numpy.uint64]

_STRATA = 10  # into which a target of many numbers is cut


def draw(
    frame: pandas.DataFrame, split: Split, fraction: float, seed: int, target: str, features: Sequence[str]
) -> Booleans:
    """Which rows are set aside, (rows,) bool: about `fraction` of them, chosen as `split` says.

    Args:
        frame: the rows; none lacks a target.
        split: how they are chosen, and by which column.
        fraction: the share of the rows, or of the groups, that is set aside.
        seed: other seeds choose other rows; the latest rows in time are always the same.
        target: the column whose classes have the same shares on both sides of a stratified split.
        features: rows that are the same in all of these are copies.

    Raises:
        DataError: the column is not there or cannot be used so, or there is nothing to choose from.
    """
    match split.by:
        case "stratified":
            return _stratified(frame[target], fraction, seed)
        case "group":
            return _by_group(_groups(_column(frame, split)), fraction, seed)
        case "copies":
            same = pandas.util.hash_pandas_object(frame[list(features)], index=False)
            return _by_group(same.to_numpy(), fraction, seed)
        case "time":
            return _latest(_times(frame, split), fraction)


def _stratified(target: pandas.Series, fraction: float, seed: int) -> Booleans:
    from sklearn.model_selection import train_test_split

    strata = _strata(target)
    values, counts = numpy.unique(strata, return_counts=True)
    # A class with a single row cannot be on both sides: such rows stay.
    places = numpy.flatnonzero(numpy.isin(strata, values[counts > 1]))
    size = round(fraction * len(places))
    classes = int((counts > 1).sum())
    if not classes or not classes <= size <= len(places) - classes:
        raise DataError(
            "data.split.by",
            f"A stratified split needs a row of each of the {classes} classes on both sides; there are too few rows.",
        )
    _, aside = train_test_split(places, test_size=size, random_state=seed, stratify=strata[places])
    return _mask(len(target), aside)


def _strata(target: pandas.Series) -> Integers:
    """The class of each row; of many numbers which of ten equally large parts of them."""
    is_number = kind(target) is Kind.NUMBERS and not pandas.api.types.is_bool_dtype(target)
    if is_number and target.nunique() > MAX_CLASSES_OF_NUMBERS:
        edges = numpy.quantile(numbers(target), numpy.linspace(0, 1, _STRATA + 1)[1:-1])
        return numpy.searchsorted(edges, numbers(target)).astype(numpy.int64)
    return numpy.unique(words(target).astype(str), return_inverse=True)[1]


def _by_group(groups: Groups, fraction: float, seed: int) -> Booleans:
    from sklearn.model_selection import GroupShuffleSplit

    count = len(numpy.unique(groups))
    size = min(max(round(fraction * count), 1), count - 1)
    if count < 2:
        raise DataError("data.split.column", "All rows belong to one group, so it cannot be split by groups.")
    splitter = GroupShuffleSplit(n_splits=1, test_size=size, random_state=seed)
    _, aside = next(splitter.split(groups, groups=groups))
    return _mask(len(groups), aside)


def _groups(column: pandas.Series) -> Groups:
    """The group of each row; a row without one is a group by itself."""
    found, _ = pandas.factorize(column, use_na_sentinel=True)
    alone = found < 0
    codes: Groups = found.astype(numpy.int64)
    codes[alone] = codes.max(initial=0) + 1 + numpy.arange(alone.sum())
    return codes


def _times(frame: pandas.DataFrame, split: Split) -> Floats:
    """When each row was, as a number; a row without a time is the earliest."""
    if split.column is None:
        return numpy.arange(len(frame), dtype=numpy.float64)
    column = _column(frame, split)
    if pandas.api.types.is_datetime64_any_dtype(column):
        times = column.astype("datetime64[us]").to_numpy().astype(numpy.int64).astype(numpy.float64)
        return numpy.where(missing(column), -numpy.inf, times)
    if kind(column) is not Kind.NUMBERS:
        raise DataError(
            "data.split.column", f"{quoted(split.column)} holds neither dates nor numbers, so it is no time."
        )
    return numpy.where(missing(column), -numpy.inf, numbers(column))


def _latest(times: Floats, fraction: float) -> Booleans:
    """The rows from a moment on: no row before it, and none of that moment, is left behind."""
    in_order = numpy.sort(times)
    moment = in_order[min(len(times) - max(round(fraction * len(times)), 1), len(times) - 1)]
    aside: Booleans = times >= moment
    if aside.all():  # the moment is that of the first row too
        aside = times > moment
    return aside


def _column(frame: pandas.DataFrame, split: Split) -> pandas.Series:
    column = split.column or ""
    if column not in frame.columns:
        raise DataError("data.split.column", f"The table has no column {quoted(column)}.")
    return frame[column]


def _mask(rows: int, places: Integers) -> Booleans:
    mask = numpy.zeros(rows, dtype=bool)
    mask[places] = True
    return mask
