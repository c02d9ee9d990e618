"""Long curves are drawn with few points, and look the same."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.charts.thinning import MOST, thin


def test_a_short_curve_keeps_every_point() -> None:
    assert thin([3.0, 1.0, 2.0]).tolist() == [0, 1, 2]
    assert thin([]).tolist() == []


def test_a_spike_and_a_gap_of_one_epoch_stay_in_sight() -> None:
    values = [1.0] * 10_000
    values[4321], values[777], values[9000] = 50.0, -50.0, math.nan
    chosen = set(thin(values).tolist())
    assert {0, 777, 4321, 9000, 9999} <= chosen
    assert len(chosen) <= 5 * MOST / 4


@given(st.integers(1, 5000), st.integers(8, 800), st.integers(0, 2**32 - 1))
def test_extremes_and_ends_are_kept_in_order(count: int, most: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=count)
    chosen = thin(values.tolist(), most)
    assert (np.diff(chosen) > 0).all()
    assert {0, count - 1, int(values.argmin()), int(values.argmax())} <= set(chosen.tolist())
    assert len(chosen) <= max(most * 5 / 4 + 5, 1)
