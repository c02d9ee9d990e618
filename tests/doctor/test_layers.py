"""What is wrong in a layer is said with its name, is true of all rows, and nothing is said of what is well."""

import math
from dataclasses import replace

import pytest

from playground.doctor.layer_health import Health
from playground.doctor.layers import diagnose
from playground.doctor.rule import Finding
from playground.doctor.setup import Setup, Target

WELL = [
    Health("Dense 1", 8, weights=0.5, gradients=0.1),
    Health("Dense 2", 8, weights=0.5, gradients=0.1),
    Health("Output", 1, "output", weights=0.5, gradients=0.1),
]
PLAIN = Setup(learning_rate=0.1, activations=frozenset({"relu"}))
PRICES = replace(PLAIN, unscaled=Target("price", 30_000, 884_790))


def findings(first: Health, epoch: int = 5, setup: Setup = PLAIN) -> tuple[Finding, ...]:
    return diagnose([first, *WELL[1:]], WELL, epoch, setup)


def only(first: Health, setup: Setup = PLAIN) -> Finding:
    (finding,) = findings(first, setup=setup)
    return finding


def test_nothing_is_said_of_a_network_that_is_well() -> None:
    assert findings(WELL[0]) == ()
    assert findings(replace(WELL[0], dead=3, saturated=0.8)) == ()


def test_units_that_are_dead_before_training_may_wake_up() -> None:
    assert findings(replace(WELL[0], dead=8), epoch=0) == ()


def test_half_the_units_dead_is_told_and_is_no_warning() -> None:
    finding = only(replace(WELL[0], dead=5))
    assert finding.sentence.startswith(
        "Dense 1: 5 of its 8 units are dead: 0 on every training row. The other 3 do the work."
    )
    assert (finding.warns, finding.remedy) == (False, "")


def test_eight_units_of_512_are_enough_and_a_single_one_is_a_warning() -> None:
    assert not only(replace(WELL[0], units=512, dead=504)).warns
    finding = only(replace(WELL[0], dead=7))
    assert finding.warns
    assert "All that the network says hangs on the only other one." in finding.sentence
    assert finding.remedy == "Try leaky ReLU instead of ReLU."


def test_a_layer_that_is_all_dead_lets_nothing_pass_and_nothing_vanishes_besides() -> None:
    dead = replace(WELL[1], dead=8, gradients=0.0)
    (finding,) = diagnose([replace(WELL[0], gradients=0.0), dead, WELL[2]], WELL, 5, PLAIN)
    assert "all of its 8 units are dead" in finding.sentence
    assert "answers the same for every one" in finding.sentence
    assert finding.sentence.endswith("They get no gradient, nor do the layers before: nothing wakes them.")


def test_dead_units_wake_only_by_what_changes_what_they_are_fed() -> None:
    first, second = replace(WELL[0], dead=7), replace(WELL[1], dead=7)
    assert "the inputs stay as they are: nothing wakes them" in only(first).sentence
    moved = replace(PLAIN, moves_anyway=("Adam's momentum", "weight decay"))
    assert "only Adam's momentum or weight decay may still wake them" in only(first, moved).sentence
    (later,) = diagnose([WELL[0], second, WELL[2]], WELL, 5, PLAIN)
    assert "only the layers before, which still learn, may wake them" in later.sentence
    dropout = Health("Dropout 1", 8, "dropout")
    (dropped,) = diagnose([dropout, first, WELL[2]], [dropout, WELL[0], WELL[2]], 5, PLAIN)
    assert "In training dropout changes what feeds them, which may wake them." in dropped.sentence
    assert "no gradient" not in dropped.sentence


def test_saturated_units() -> None:
    finding = only(replace(WELL[0], saturated=0.95))
    assert finding.sentence.startswith("Dense 1: 95% of its values are saturated")
    assert "scaled" not in finding.remedy, "features are scaled"


@pytest.mark.parametrize("gone", [math.nan, math.inf])
def test_weights_and_gradients_that_are_no_numbers(gone: float) -> None:
    assert "its weights exploded" in only(replace(WELL[0], weights=gone)).sentence
    assert "its gradients exploded" in only(replace(WELL[0], gradients=gone)).sentence


def test_weights_and_gradients_that_grow_without_end() -> None:
    finding = only(replace(WELL[0], weights=600.0))
    assert "its weights explode" in finding.sentence
    assert finding.remedy == "Try a smaller learning rate (now 0.1)."
    raw = only(replace(WELL[0], gradients=101.0, sample=64), replace(PLAIN, scales_features=False))
    assert "its gradients explode" in raw.sentence
    assert "(on 64 of the training rows)" in raw.sentence
    assert raw.remedy.startswith("Try scaling the features, a BatchNormalization as the first layer")


def test_large_finite_weights_are_numbers() -> None:
    assert "no numbers" not in only(replace(WELL[0], weights=3.7e21)).sentence


@pytest.mark.parametrize(
    "grown", [WELL[0], replace(WELL[0], gradients=101.0), replace(WELL[0], weights=600.0)]
)
def test_an_unscaled_target_is_named_with_its_size_instead_of_a_smaller_rate(grown: Health) -> None:
    finding = only(grown, PRICES)
    assert finding.sentence.startswith("The target, price, runs from 30,000 to 884,790 and is not scaled:")
    assert finding.remedy == "Scale the target too."
    assert only(grown, replace(PRICES, scales_features=False)).remedy == "Scale the features and the target."


def test_weights_that_begin_at_zero_may_grow() -> None:
    zeros = [replace(layer, weights=0.0, gradients=0.0) for layer in WELL]
    assert diagnose(WELL, zeros, 5, PLAIN) == ()


def test_vanishing_gradients() -> None:
    tanh = replace(PLAIN, activations=frozenset({"tanh"}))
    finding = only(replace(WELL[0], gradients=2e-5), tanh)
    assert finding.sentence.startswith("Dense 1: hardly learns, for its gradients are 5,000 times smaller")
    assert "ReLU instead of tanh" in finding.remedy
    relu = only(replace(WELL[0], gradients=0.0))
    assert "are zero" in relu.sentence
    assert "ReLU" not in relu.remedy, "all activations are ReLU"


def test_a_network_that_has_arrived_does_not_vanish() -> None:
    done = [replace(layer, gradients=1e-12) for layer in WELL]
    assert diagnose([replace(done[0], gradients=0.0), *done[1:]], WELL, 5, PLAIN) == ()


def test_what_is_wrong_goes_before_what_only_explains() -> None:
    half = replace(WELL[0], dead=4)
    kinds = [finding.kind for finding in diagnose([half, replace(WELL[1], dead=8), WELL[2]], WELL, 5, PLAIN)]
    assert kinds == ["dead_layer", "half_dead"]
