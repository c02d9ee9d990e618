"""What is wrong in a layer is said with its name, and nothing is said of what is well."""

import math
from dataclasses import replace

import pytest

from playground.training.diagnosis import Health, diagnose

WELL = [
    Health("Dense 1", 8, weights=0.5, gradients=0.1, is_dense=True),
    Health("Dense 2", 8, weights=0.5, gradients=0.1, is_dense=True),
    Health("Output", 1, weights=0.5, gradients=0.1, is_dense=True),
]


def sentences(first: Health, epoch: int = 5) -> list[str]:
    return [finding.sentence for finding in diagnose([first, *WELL[1:]], WELL, epoch)]


def test_nothing_is_said_of_a_network_that_is_well() -> None:
    assert sentences(WELL[0]) == []
    assert sentences(replace(WELL[0], dead=3, saturated=0.8)) == []


def test_dead_units() -> None:
    (sentence,) = sentences(replace(WELL[0], dead=5))
    assert "Dense 1: 5 of its 8 units are dead" in sentence


def test_units_that_are_dead_before_training_may_wake_up() -> None:
    assert sentences(replace(WELL[0], dead=8), epoch=0) == []


def test_saturated_units() -> None:
    (sentence,) = sentences(replace(WELL[0], saturated=0.95))
    assert sentence.startswith("Dense 1: 95% of its values are saturated")


@pytest.mark.parametrize("gone", [math.nan, math.inf])
def test_weights_and_gradients_that_are_no_numbers(gone: float) -> None:
    assert "its weights exploded" in sentences(replace(WELL[0], weights=gone))[0]
    assert "its gradients exploded" in sentences(replace(WELL[0], gradients=gone))[0]


def test_weights_and_gradients_that_grow_without_end() -> None:
    assert "its weights explode" in sentences(replace(WELL[0], weights=600.0))[0]
    assert "its gradients explode" in sentences(replace(WELL[0], gradients=101.0))[0]


def test_weights_that_begin_at_zero_may_grow() -> None:
    zeros = [replace(layer, weights=0.0, gradients=0.0) for layer in WELL]
    assert diagnose(WELL, zeros, 5) == ()


def test_vanishing_gradients() -> None:
    (sentence,) = sentences(replace(WELL[0], gradients=2e-5))
    assert sentence.startswith("Dense 1: hardly learns, for its gradients are 5,000 times smaller")
    assert "are zero" in sentences(replace(WELL[0], gradients=0.0))[0]


def test_a_network_that_has_arrived_does_not_vanish() -> None:
    done = [replace(layer, gradients=1e-12) for layer in WELL]
    assert diagnose([replace(done[0], gradients=0.0), *done[1:]], WELL, 5) == ()
