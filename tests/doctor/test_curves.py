"""Curves that are not measured alike are explained, where that decides them."""

from dataclasses import replace

from playground.doctor.curves import diagnose, ended
from playground.doctor.setup import Setup

DROPS = Setup(drops=True)
CURVES = {"loss": [2.4, 2.4, 1.02, 1.019], "val_loss": [2.4, 2.1, 0.54, 0.512]}
CURVES |= {"accuracy": [0.07, 0.1, 0.643, 0.634], "val_accuracy": [0.07, 0.2, 0.922, 0.92]}
ALIKE = {"loss": 0.4, "val_loss": 0.512, "accuracy": 0.932, "val_accuracy": 0.92}


def sentences(setup: Setup = DROPS, **changed: float) -> list[str]:
    run = ended(setup, CURVES, 3, ALIKE | changed, {"accuracy": "accuracy"})
    assert run is not None
    return [finding.sentence for finding in diagnose(run)]


def test_dropout_is_named_with_both_measured_alike() -> None:
    (sentence,) = sentences()
    assert "dropout switches units off in training only" in sentence
    assert "0.634 in training and 0.92 in validation" in sentence
    assert "0.932 on the training rows and 0.92 on the validation rows" in sentence


def test_batch_normalization_is_named() -> None:
    (sentence,) = sentences(Setup(normalizes=True))
    assert "batch normalization takes mean and deviation of each batch in training" in sentence


def test_nothing_is_said_where_layers_work_alike_or_the_gap_remains() -> None:
    assert sentences(Setup()) == []
    assert sentences(accuracy=0.64) == [], "the network is no better on the training rows"


def test_nothing_is_said_while_the_curve_still_moves() -> None:
    """The average over an epoch in which much was learned is lower too."""
    run = ended(DROPS, CURVES, 3, ALIKE, {})
    assert run is not None
    assert diagnose(replace(run, before=0.3)) == ()
    assert ended(DROPS, CURVES, 1, ALIKE, {}) is None, "before the first epoch stands the untrained network"


def test_a_run_without_measures_of_its_network_says_nothing() -> None:
    assert ended(DROPS, CURVES, 3, {}, {}) is None
