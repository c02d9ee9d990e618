"""The association of two columns, from 0 (independent) to 1 (one determines the other)."""

import numpy

from playground.datasets.arrays import Floats, Integers
from playground.datasets.understanding.summary import Table


def share_explained(table: Table, feature: str, target: str, *, target_are_classes: bool) -> float:
    """The association of a feature with the target, from 0 to 1.

    The measure is the squared correlation for two numeric columns, eta squared for a numeric and a categorical column,
    and Cramér's V squared for two categorical columns. Rows with a missing value in one of them do not count.
    """
    return table.measured(
        ("told", feature, target, target_are_classes),
        lambda: _told(table, feature, target, target_are_classes=target_are_classes),
    )


def _told(table: Table, feature: str, target: str, *, target_are_classes: bool) -> float:
    x = table.numbers(feature)
    y = None if target_are_classes else table.numbers(target)
    if x is not None and y is not None:
        return _correlation(x, y) ** 2
    if y is not None:
        return _between(y, table.codes(feature)[0])
    codes = table.codes(target)[0]
    return _between(x, codes) if x is not None else _cramer(table.codes(feature)[0], codes)


def _correlation(x: Floats, y: Floats) -> float:
    both = ~(numpy.isnan(x) | numpy.isnan(y))
    x, y = x[both], y[both]
    if len(x) < 2:
        return 0.0
    with numpy.errstate(all="ignore"):
        x, y = x - x.mean(), y - y.mean()
        size = float(numpy.sqrt((x @ x) * (y @ y)))
        value = float(x @ y) / size if size else 0.0
    return value if numpy.isfinite(value) else 0.0


def _between(values: Floats, codes: Integers) -> float:
    """Eta squared: the share of the variance of numbers that is between groups."""
    both = ~numpy.isnan(values) & (codes >= 0)
    values, codes = values[both], codes[both]
    if len(values) < 2:
        return 0.0
    with numpy.errstate(all="ignore"):
        centred = values - values.mean()
        whole = float(centred @ centred)
        counts = numpy.bincount(codes)
        sums = numpy.bincount(codes, centred)
        share = float((sums[counts > 0] ** 2 / counts[counts > 0]).sum()) / whole if whole else 0.0
    return min(share, 1.0) if numpy.isfinite(share) else 0.0


def _cramer(one: Integers, other: Integers) -> float:
    both = (one >= 0) & (other >= 0)
    one, other = one[both], other[both]
    if not len(one):
        return 0.0
    width, height = int(one.max()) + 1, int(other.max()) + 1
    if width * height > 4_000_000:
        return 0.0
    table = numpy.bincount(one * height + other, minlength=width * height).reshape(width, height)
    table = table[table.any(axis=1)][:, table.any(axis=0)].astype(numpy.float64)
    least = min(table.shape) - 1
    if least == 0:
        return 0.0
    expected = numpy.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum() / table.sum() / least)
