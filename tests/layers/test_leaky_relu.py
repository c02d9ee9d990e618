"""Leaky ReLU as a layer trains as in Keras, with the slope that it was given."""

import numpy as np
import pytest

from playground.experiment import Dense, Optimizer
from playground.experiment.parse import from_content
from playground.layers.leaky_relu import LeakyReLU
from playground.words import ACTIVATIONS, Task
from tests.support.equality import Case, assert_equals_model_fit, model_of
from tests.support.layer_pictures import picture_with

CASE = Case(
    "leaky ReLU",
    Task.REGRESSION,
    (
        Dense(units=8, activation="linear"),
        LeakyReLU(negative_slope=0.05),
        Dense(units=4, activation="linear"),
        LeakyReLU(),
    ),
    "mse",
    Optimizer(name="sgd", learning_rate=0.05, momentum=0.9),
)


@pytest.mark.slow
def test_it_trains_as_in_model_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equals_model_fit(CASE, monkeypatch)


def test_values_below_zero_are_multiplied_by_its_slope() -> None:
    layer = model_of(CASE).layers[1]
    values = np.array([[-2.0, 0.0, 3.0, -1.0, 1.0, -4.0, 0.5, -0.5]], np.float32)
    np.testing.assert_allclose(layer(values), np.where(values > 0, values, 0.05 * values), rtol=1e-6)


def test_the_activation_of_that_name_stays() -> None:
    assert "leaky_relu" in ACTIVATIONS
    layers = [{"type": "dense", "activation": "leaky_relu"}, {"type": "leaky_relu", "negative_slope": 0.1}]
    experiment = from_content({"data": {"dataset": "spiral"}, "network": {"layers": layers}})
    assert [layer.in_short for layer in experiment.network.layers] == ["16 leaky relu", "0.1"]


def test_its_picture_has_the_points_on_its_own_curve() -> None:
    shown = picture_with(LeakyReLU(negative_slope=0.1)).header["layers"][2]
    assert (shown["activation"], shown["negative_slope"]) == ("leaky_relu", 0.1)
    assert min(shown["sums_low"]) < 0
