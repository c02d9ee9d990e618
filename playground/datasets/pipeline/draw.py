"""Draw: the rows of a table that are set aside, stratified, by group, by copies or by time."""

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

# The number of each row's group; rows of the same group stay together.
Groups: TypeAlias = NDArray[numpy.int64] | NDArray[numpy.uint64]

_STRATA = 10  # the number of quantile intervals of a numeric target


def draw(
    frame: pandas.DataFrame, split: Split, fraction: float, seed: int, target: str, features: Sequence[str]
) -> Booleans:
    """Whether each row is set aside, bool (rows,): about the share `fraction`, by the method of `split`.

    Args:
        frame: the rows; each has a target.
        split: the method, and its column.
        fraction: the share of the rows, or of the groups, that is set aside.
        seed: the seed of the choice; it has no effect on a split by time.
        target: the column whose classes have the same shares on both sides of a stratified split.
        features: rows with equal values in all of these columns are copies.

    Raises:
        DataError: the column does not exist or does not suit the method, or there are too few rows or groups.
    """
    match split.by:
        case "stratified":
            return _by_class(frame[target], fraction, seed)
        case "group":
            return _by_group(_groups(_column(frame, split)), fraction, seed)
        case "copies":
            same = pandas.util.hash_pandas_object(frame[list(features)], index=False)
            return _by_group(same.to_numpy(), fraction, seed)
        case "time":
            return _latest(_times(frame, split), fraction)


def _by_class(target: pandas.Series, fraction: float, seed: int) -> Booleans:
    from sklearn.model_selection import train_test_split

    strata = _strata(target)
    values, counts = numpy.unique(strata, return_counts=True)
    # A class with a single row cannot be on both sides, so its row is not set aside.
    chosen = numpy.flatnonzero(numpy.isin(strata, values[counts > 1]))
    size = round(fraction * len(chosen))
    classes = int((counts > 1).sum())
    if not classes or not classes <= size <= len(chosen) - classes:
        raise DataError(
            "data.split.by",
            f"A stratified split needs a row of each of the {classes} classes on both sides; there are too few rows.",
        )
    _, aside = train_test_split(chosen, test_size=size, random_state=seed, stratify=strata[chosen])
    return _mask(len(target), aside)


def _strata(target: pandas.Series) -> Integers:
    """The stratum of each row, (rows,): its class, or for a target of many numbers its decile."""
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
    """The number of each row's group, (rows,); a row with a missing value is a group of its own."""
    found, _ = pandas.factorize(column, use_na_sentinel=True)
    alone = found < 0
    codes: Groups = found.astype(numpy.int64)
    codes[alone] = codes.max(initial=0) + 1 + numpy.arange(alone.sum())
    return codes


def _times(frame: pandas.DataFrame, split: Split) -> Floats:
    """The time of each row as a number, (rows,); a missing time is the earliest."""
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
    """Whether each row is at or after a moment, so that all rows of the same time are on one side."""
    in_order = numpy.sort(times)
    moment = in_order[min(len(times) - max(round(fraction * len(times)), 1), len(times) - 1)]
    aside: Booleans = times >= moment
    if aside.all():  # the first row has the same time
        aside = times > moment
    return aside


def _column(frame: pandas.DataFrame, split: Split) -> pandas.Series:
    column = split.column or ""
    if column not in frame.columns:
        raise DataError("data.split.column", f"The table has no column {quoted(column)}.")
    return frame[column]


def _mask(rows: int, chosen: Integers) -> Booleans:
    mask = numpy.zeros(rows, dtype=bool)
    mask[chosen] = True
    return mask
