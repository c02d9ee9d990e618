"""Parallel coordinates: from the settings to the best value."""

import json
from itertools import pairwise

from playground.charts.palette import colour
from playground.charts.parallel import parallel
from playground.comparing.differences import Difference

RATES = Difference("training.optimizer.learning_rate", "Learning rate", ("0.1", "0.001", "1e-05", "0.01"))


def test_numbers_stand_in_their_order_and_evenly_apart() -> None:
    _, rate, _ = (
        parallel(["a", "b", "c", "d"], [0, 1, 2, 3], [RATES], [1.0, 2.0, 3.0, 4.0], "val_loss")
        .data[0]
        .dimensions
    )
    assert list(rate.ticktext) == ["1e-05", "0.001", "0.01", "0.1"]
    assert list(rate.values) == [3, 1, 0, 2]


def test_a_run_without_a_best_value_has_no_line() -> None:
    run, rate, best = (
        parallel(["a", "b", "c", "d"], [0, 1, 2, 3], [RATES], [1.0, None, 3.0, 4.0], "val_loss")
        .data[0]
        .dimensions
    )
    assert list(run.ticktext) == ["a", "c", "d"]
    assert len(rate.values) == len(best.values) == 3


def test_the_last_axis_says_which_way_is_better() -> None:
    loss = parallel(["a", "b"], [0, 1], [], [1.0, 2.0], "val_loss").data[0]
    accuracy = parallel(["a", "b"], [0, 1], [], [1.0, 2.0], "val_accuracy").data[0]
    assert loss.dimensions[-1].label == "best val_loss (lower is better)"
    assert accuracy.dimensions[-1].label == "best val_accuracy (higher is better)"


def test_a_run_has_the_colour_of_its_curves() -> None:
    line = parallel(["a", "b", "c"], [4, 1, 7], [RATES], [1.0, 2.0, 3.0], "val_loss").data[0].line
    scale = [(start, end, shade) for (start, shade), (end, _) in pairwise(line.colorscale) if start < end]
    share = [(value - line.cmin) / (line.cmax - line.cmin) for value in line.color]
    found = [next(shade for start, end, shade in scale if start < at < end) for at in share]
    assert found == [colour(4), colour(1), colour(7)]


def test_texts_are_no_markup_and_not_endless() -> None:
    names = Difference("data.features", "Features", ("<i>" + "x" * 99, "y"))
    axis = parallel(["a", "b"], [0, 1], [names], [1.0, 2.0], "val_loss").data[0].dimensions[1]
    assert axis.ticktext[0].startswith("&lt;i&gt;")
    assert len(axis.ticktext[0]) < 40


def test_one_value_for_all_is_an_axis_all_the_same() -> None:
    figure = parallel(["a", "b"], [0, 1], [Difference("x", "X", ("same", "same"))], [1.0, 1.0], "val_loss")
    json.loads(figure.to_json())
    low, high = figure.data[0].dimensions[1].range
    assert low < 0 < high
