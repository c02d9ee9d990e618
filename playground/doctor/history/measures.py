"""Measures of a curve that do not depend on its scale: smoothed values, noise, slopes, falls."""

import math
from collections.abc import Callable

import numpy

from playground.doctor.history.reading import Values

END = 0.1  # share of the epochs whose median is the level at the end
WINDOW = 0.1  # share of the epochs over which a curve is smoothed
MOST_WINDOW = 31  # epochs


def median(values: Values) -> float:
    """The median, equal to numpy.median's and five times as fast on curves; NaN if one value is NaN."""
    n = len(values)
    middle = n // 2
    ordered = numpy.partition(values, ((n - 1) // 2, middle, n - 1))
    if math.isnan(ordered[-1]):
        return math.nan
    return float(ordered[middle] if n % 2 else (ordered[middle - 1] + ordered[middle]) / 2)


def smooth(values: Values) -> Values:
    """(n,) the running median over a tenth of the epochs (3 to 31), then the running mean over as many."""
    if len(values) < 5:
        return values
    width = window(len(values))
    middle = _running(values, width, lambda windows: numpy.median(windows, axis=1), median)
    return _running(middle, width, lambda windows: numpy.mean(windows, axis=1), _mean)


def window(n_epochs: int) -> int:
    """The number of epochs over which a curve is smoothed; it is odd."""
    return min(max(3, round(WINDOW * n_epochs) | 1), MOST_WINDOW)


def _mean(values: Values) -> float:
    return float(numpy.add.reduce(values)) / len(values)


def _running(
    values: Values, width: int, of_each: Callable[[Values], Values], of: Callable[[Values], float]
) -> Values:
    """(n,) a statistic of each window centred on an epoch; windows shrink symmetrically towards the ends."""
    half = width // 2
    found = values.copy()
    found[half:-half] = of_each(numpy.lib.stride_tricks.sliding_window_view(values, 2 * half + 1))
    for reach in range(1, half):
        found[reach] = of(values[: 2 * reach + 1])
        found[-1 - reach] = of(values[-2 * reach - 1 :])
    return found


def bends(values: Values) -> Values:
    """(n - 2,) the distance of each value from the middle of its two neighbours."""
    return numpy.abs(values[1:-1] - (values[:-2] + values[2:]) / 2)


def noise(values: Values) -> float:
    """The usual distance of a value from the middle of its two neighbours: 0 for a straight line."""
    return median(bends(values)) if len(values) >= 3 else 0.0


def level(values: Values, share: float = END) -> float:
    """The median of the last `share` of the values; of at least three if there are six."""
    least = 3 if len(values) >= 6 else 1
    return median(values[-max(least, round(share * len(values))) :])


def part(values: Values, start: float, stop: float) -> Values:
    """The values from one share of the epochs to another, at least one."""
    n = len(values)
    first = min(int(start * n), n - 1)
    return values[first : max(first + 1, round(stop * n))]


def first_within(values: Values, target: float, distance: float) -> int:
    """The first index from which on all values lie within `distance` of `target`."""
    far = numpy.abs(values - target) > distance
    return int(len(values) - numpy.argmax(far[::-1])) if far.any() else 0
