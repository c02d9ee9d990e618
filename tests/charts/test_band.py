"""Seeds as a band around their mean."""

import math

import pytest

from playground.charts.band import Seeds, band, edges


def test_the_band_reaches_from_the_lowest_to_the_highest_seed() -> None:
    mean, low, high = edges([[1.0, 2.0], [3.0, 6.0]], "range")
    assert (mean.tolist(), low.tolist(), high.tolist()) == ([2.0, 4.0], [1.0, 2.0], [3.0, 6.0])


def test_or_one_standard_deviation_each_way() -> None:
    _, low, high = edges([[1.0], [3.0]], "deviation")
    assert (low[0], high[0]) == (pytest.approx(2 - math.sqrt(2)), pytest.approx(2 + math.sqrt(2)))


def test_it_ends_where_the_first_seed_ended() -> None:
    assert len(edges([[1.0, 2.0, 3.0], [1.0, 2.0]], "range")[0]) == 2


def test_one_seed_is_no_band_and_one_that_goes_on_is_only_seen() -> None:
    figure = band([Seeds("A", 0, [[1.0, 0.5]], going=[[1.0]])], "val_loss")
    assert len(figure.data) == 2
    assert not any(trace.fill for trace in figure.data)


def test_every_seed_is_drawn_thin_beneath_band_and_mean() -> None:
    *seeds, filled, mean = band([Seeds("A", 0, [[1.0, 0.5], [0.8, 0.6]])], "val_loss").data
    assert [seed.line.width for seed in seeds] == [1, 1]
    assert filled.fill == "toself"
    assert (mean.name, mean.line.width) == ("A (2 seeds)", 2.5)


def test_an_epoch_without_a_number_leaves_the_band_whole() -> None:
    filled = band([Seeds("A", 0, [[1.0, math.nan, 0.5], [0.8, 0.6, 0.4]])], "val_loss").data[2]
    assert list(filled.x) == [0, 2, 2, 0]
