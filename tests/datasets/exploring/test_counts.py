"""Counts for figures agree with NumPy's and pandas' own, and a sample is always the same."""

import numpy
import pandas

from playground.datasets.exploring.counts import (
    cells,
    cross,
    edges_of,
    five_numbers,
    intervals,
    mean_line,
    sample,
)
from playground.datasets.exploring.maps import correlations, missing_map

RANDOM = numpy.random.default_rng(0)
X = numpy.where(RANDOM.uniform(size=5000) < 0.1, numpy.nan, RANDOM.normal(size=5000))
Y = 2 * X + RANDOM.normal(size=5000)
CODES = RANDOM.integers(-1, 3, 5000)


def test_intervals_hold_every_number_once() -> None:
    found = intervals(X)
    present = X[~numpy.isnan(X)]
    assert found.counts.sum() == len(present)
    assert numpy.array_equal(found.counts, numpy.histogram(present, found.edges)[0])
    by_group = intervals(X, CODES, 3)
    for group in range(3):
        own = X[(group == CODES) & ~numpy.isnan(X)]
        assert numpy.array_equal(by_group.counts[group], numpy.histogram(own, found.edges)[0])


def test_few_whole_numbers_have_an_interval_each_and_one_number_too() -> None:
    assert numpy.array_equal(edges_of(numpy.array([3.0, 5, 5, 4])), [2.5, 3.5, 4.5, 5.5])
    assert numpy.array_equal(edges_of(numpy.array([7.0, numpy.nan])), [6.5, 7.5])
    assert intervals(numpy.array([numpy.nan])).counts.sum() == 0


def test_cells_hold_every_row_that_has_both() -> None:
    across, up, counts = cells(X, Y)
    there = ~numpy.isnan(X)
    assert counts.shape == (len(up) - 1, len(across) - 1)
    assert numpy.array_equal(counts.T, numpy.histogram2d(X[there], Y[there], (across, up))[0])


def test_the_mean_line_follows_the_rows() -> None:
    x, y = mean_line(X, Y)
    assert len(x) == 20
    assert numpy.abs(y - 2 * x).max() < 0.5
    assert len(mean_line(X[:5], Y[:5])[0]) == 0


def test_quantiles_by_group_and_rows_by_two_columns_are_pandas_own() -> None:
    found = five_numbers(X, CODES, [2, 0, 7])
    assert numpy.isnan(found[2]).all()
    assert numpy.allclose(found[1], pandas.Series(X[CODES == 0]).quantile([0.05, 0.25, 0.5, 0.75, 0.95]))
    other = RANDOM.integers(0, 2, 5000)
    assert numpy.array_equal(cross(CODES, other, 3, 2), pandas.crosstab(CODES, other).loc[0:])


def test_correlations_are_pandas_own_where_nothing_is_missing() -> None:
    table = pandas.DataFrame({"a": Y, "b": X, "c": CODES, "same": 1.0}).dropna()
    found = correlations([table[name].to_numpy(float) for name in table])
    assert numpy.allclose(found[:3, :3], table.corr().to_numpy()[:3, :3])
    assert not found[3].any()


def test_a_map_of_missing_values_counts_them_by_block() -> None:
    frame = pandas.DataFrame({"a": [1.0] * 300 + [numpy.nan] * 300, "b": [None, "x"] * 300})
    starts, shares = missing_map(frame, ["a", "b"])
    assert shares.shape == (len(starts), 2)
    assert not shares[starts < 300, 0].any()
    assert shares[starts >= 300, 0].all()
    assert numpy.isclose(shares[:, 1].mean(), 0.5, atol=0.05)


def test_a_sample_is_always_the_same_and_everything_where_there_is_little() -> None:
    assert numpy.array_equal(sample(10, 20), numpy.arange(10))
    once = sample(100_000, 500)
    assert len(set(once.tolist())) == 500
    assert numpy.array_equal(once, sample(100_000, 500))
    assert (numpy.diff(once) > 0).all()
