"""Seeds as a band around their mean."""

import math

import pytest

from playground.charts.band import Seeds, band, edges_of
from playground.charts.palette import colour


def test_the_band_reaches_from_the_lowest_to_the_highest_seed_around_the_median() -> None:
    edges = edges_of([[1.0, 2.0], [3.0, 6.0], [2.0, 3.0]], "range")
    assert edges.middle.tolist() == [2.0, 3.0]
    assert (edges.low.tolist(), edges.high.tolist()) == ([1.0, 2.0], [3.0, 6.0])


def test_or_one_standard_deviation_each_way_from_the_mean() -> None:
    edges = edges_of([[1.0], [3.0]], "deviation")
    assert (edges.low[0], edges.high[0]) == (pytest.approx(2 - math.sqrt(2)), pytest.approx(2 + math.sqrt(2)))


def test_it_goes_on_while_any_seed_does_and_says_how_many() -> None:
    edges = edges_of([[1.0, 2.0, 3.0], [1.0, 4.0]], "range")
    assert edges.middle.tolist() == [1.0, 3.0, 3.0]
    assert edges.count.tolist() == [2, 2, 1]
    median = band([Seeds("A", 0, [0, 1], [[1.0, 2.0, 3.0], [1.0, 4.0]])], "val_loss").data[-1]
    assert list(median.customdata) == ["2 seeds", "2 seeds", "1 of 2 seeds"]


def test_one_seed_is_no_band_and_one_that_failed_is_only_seen() -> None:
    figure = band([Seeds("A", 0, [0, 1], [[1.0, 0.5]], failed=[[1.0]])], "val_loss")
    assert len(figure.data) == 2
    assert not any(trace.fill for trace in figure.data)


def test_each_seed_is_named_in_a_colour_of_its_own_beneath_band_and_median() -> None:
    *seeds, filled, median = band([Seeds("A", 0, [3, 4], [[1.0, 0.5], [0.8, 0.6]])], "val_loss").data
    assert [(seed.name, seed.line.color) for seed in seeds] == [("seed 3", colour(0)), ("seed 4", colour(1))]
    assert filled.fill == "toself"
    assert (median.name, median.line.width) == ("median of 2 seeds", 2.5)


def test_of_two_experiments_each_has_one_colour() -> None:
    groups = [Seeds(name, index, [0, 1], [[1.0, 0.5], [0.8, 0.6]]) for index, name in enumerate("AB")]
    figure = band(groups, "val_loss")
    medians = [trace for trace in figure.data if trace.showlegend is None]
    assert [trace.line.color for trace in medians] == [colour(0), colour(1)]
    assert [trace.name for trace in medians] == ["A (median of 2 seeds)", "B (median of 2 seeds)"]


def test_an_epoch_without_a_number_leaves_the_band_whole() -> None:
    edges = edges_of([[1.0, math.nan, 0.5], [0.8, 0.6, 0.4], [math.nan] * 4], "range")
    assert edges.count.tolist() == [2, 1, 2, 0]
    filled = band([Seeds("A", 0, [0, 1], [[1.0, 0.5], [math.nan] * 3])], "val_loss").data[2]
    assert list(filled.x) == [0, 1, 1, 0]
