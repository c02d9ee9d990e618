"""The search for a plateau finds what its plain definition does: the longest stretch that stands and then falls."""

import numpy
from hypothesis import given
from hypothesis import strategies as st

from playground.doctor.history.measures import level, median, noise, smooth
from playground.doctor.history.reading import Values, history_of
from playground.doctor.history.seen import Seen
from playground.doctor.history.standing import Standing
from tests.doctor.labelled.corpus import read


def defined(loss: Values, smoothed: Values, end: float) -> tuple[int, int] | None:
    """The plateau as it is defined: every stretch is looked at, and the longest that holds is taken."""
    n = len(loss)
    starts = sorted({min(2, n // 10), n // 10, n // 4, n // 2})
    stops = sorted({round(share * n) for share in numpy.linspace(0.12, 0.95, 40)}, reverse=True)
    found = [
        (first, stop - 1)
        for first in starts
        for stop in stops
        if stop - first >= max(6, (0.12 if first <= n // 10 else 0.25) * n)
        and n - stop >= 2
        and stands_then_falls(loss, smoothed, end, first, stop)
    ]
    return max(found, key=lambda stretch: stretch[1] - stretch[0], default=None)


def stands_then_falls(loss: Values, smoothed: Values, end: float, first: int, stop: int) -> bool:
    stretch, half = loss[first:stop], (stop - first) // 2
    stands, jumps = float(numpy.median(stretch)), noise(stretch)
    at_first = first <= len(loss) // 10 and stands > 0.7 * loss[0]
    moved = float(numpy.median(stretch[:half]) - numpy.median(stretch[half:]))
    after = smoothed[stop - 1 :]
    reach = max(1, min(len(loss) // 20, len(after) - 1))
    steepest = float((after[:-reach] - after[reach:]).max()) / reach
    return bool(
        abs(moved) < max(0.015 * stands, jumps)
        and stands - end > max((0.12 if at_first else 0.25) * stands, 0.01 * loss[0], 4 * jumps)
        and moved / half < 0.15 * steepest
        and smoothed[stop - 1] > stands - max(0.03 * stands, 2 * jumps)
    )


@st.composite
def losses(draw: st.DrawFn) -> Values:
    """(10 to 400,) stretches that stand, fall or rise, one after the other, with noise."""
    pieces = draw(
        st.lists(
            st.tuples(st.integers(5, 100), st.sampled_from([0.0, 0.0, 0.2, 0.6, 2.0, -0.3])),
            min_size=2,
            max_size=4,
        )
    )
    steps = numpy.concatenate([numpy.full(length, fall / length) for length, fall in pieces])
    chance = numpy.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=len(steps))
    scale = draw(st.sampled_from([1e-6, 1.0, 1e6]))
    found: Values = (
        scale * numpy.exp(-numpy.cumsum(steps)) * (1 + draw(st.sampled_from([0, 0.001, 0.02])) * chance)
    )
    return found


@given(losses())
def test_the_plateau_found_is_the_one_that_is_defined(loss: Values) -> None:
    smoothed, end = smooth(loss), level(loss)
    assert Standing(loss, smoothed, end).longest == defined(loss, smoothed, end)


def test_on_every_labelled_curve_the_plateau_is_the_one_that_is_defined() -> None:
    seen = [Seen(history_of(curve.history)) for curve in read()]
    long = [each for each in seen if len(each) >= 10]
    assert [each.plateau for each in long] == [
        defined(each.loss, each.smooth_loss, each.end) for each in long
    ]
    assert sum(each.plateau is not None for each in long) >= 10


@given(st.lists(st.floats(), min_size=1, max_size=40))
def test_the_median_is_that_of_numpy(values: list[float]) -> None:
    with numpy.errstate(all="ignore"):
        given_values = numpy.array(values)
        assert numpy.array_equal(median(given_values), numpy.median(given_values), equal_nan=True)
