"""Which values of several runs may be compared, and which of them is the best."""

import math
from typing import Any

from playground.experiment import Experiment
from playground.runs.comparable import best, common_names, obstacles


def experiment(
    layers: tuple[dict[str, Any], ...] = (), data: dict[str, Any] | None = None, **training: Any
) -> Experiment:
    return Experiment.model_validate(
        {
            "data": {"dataset": "red-wine", **(data or {})},
            "network": {"layers": layers},
            "training": {"loss": "mae", "metrics": ["r2"], **training},
        }
    )


def test_like_runs_have_nothing_in_the_way() -> None:
    assert obstacles([experiment(), experiment(epochs=3)], "val_loss") == []
    assert obstacles([experiment()], "val_loss") == []


def test_losses_of_different_measures_are_not_compared_but_a_common_metric_is() -> None:
    pair = [experiment(), experiment(loss="mse")]
    (sentence,) = obstacles(pair, "val_loss")
    assert "mean absolute error" in sentence
    assert "mean squared error" in sentence
    assert obstacles(pair, "val_r2") == []


def test_penalties_make_a_loss_another_one() -> None:
    with_l2 = experiment(({"type": "dense", "units": 4, "l2": 0.1},))
    assert "L1 and L2 add to the loss" in obstacles([experiment(), with_l2], "val_loss")[0]


def test_other_data_targets_and_rows_are_said() -> None:
    assert "different things" in obstacles([experiment(), experiment(data={"target": "pH"})], "val_loss")[0]
    assert "other units" in obstacles([experiment(), experiment(data={"scale_target": False})], "val_loss")[0]
    assert (
        "different validation rows"
        in obstacles([experiment(), experiment(data={"split_seed": 1})], "val_loss")[0]
    )


def test_what_all_record_is_offered_in_the_order_of_the_first() -> None:
    assert common_names([experiment(metrics=["r2", "mse"]), experiment(metrics=["mse"])]) == ["loss", "mse"]


def test_the_best_epoch_is_no_untrained_one_and_no_number_is_passed_over() -> None:
    assert best([0.1, math.nan, 0.3, 0.2], "val_loss") == (3, 0.2)
    assert best([0.9, 0.3, 0.5, 0.5], "val_accuracy") == (2, 0.5)
    assert best([0.1], "val_loss") is None
    assert best([0.1, math.inf], "val_loss") is None
