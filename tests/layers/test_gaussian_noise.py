"""Gaussian noise trains as in Keras, with the numbers that Keras draws for its seed, and predicts without noise."""

import numpy as np
import pytest

from playground.doctor.curves import finished_run
from playground.experiment import Data, Dense, Dropout, Experiment, Network, Optimizer
from playground.layers.gaussian_noise import GaussianNoise
from playground.words import Task
from tests.support.equality import Case, assert_equals_model_fit, model_of
from tests.support.layer_pictures import picture_with

CASE = Case(
    "Gaussian noise",
    Task.REGRESSION,
    (
        GaussianNoise(stddev=0.2),
        Dense(units=8, activation="tanh"),
        GaussianNoise(stddev=0),
        Dropout(rate=0.3),
        GaussianNoise(),
    ),
    "mse",
    Optimizer(name="sgd", learning_rate=0.05, momentum=0.9),
)


@pytest.mark.slow
def test_it_trains_as_in_model_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equals_model_fit(CASE, monkeypatch)


def test_it_shakes_values_by_its_deviation_in_training_alone() -> None:
    layer = model_of(CASE).layers[0]
    rows = np.zeros((2000, 5), np.float32)
    noise = np.asarray(layer(rows, training=True))
    assert abs(noise.mean()) < 0.01
    assert abs(noise.std() - 0.2) < 0.01
    np.testing.assert_array_equal(layer(rows, training=False), rows)


def test_its_picture_has_no_values_of_its_own() -> None:
    shown = picture_with(GaussianNoise(stddev=0.25)).header["layers"][2]
    assert shown["stddev"] == 0.25
    assert "maps" not in shown


@pytest.mark.parametrize("stddev", [0.0, 0.1])
def test_the_doctor_knows_that_training_is_measured_with_it(stddev: float) -> None:
    network = Network(layers=(Dense(units=4), GaussianNoise(stddev=stddev)))
    experiment = Experiment(data=Data(dataset="circle"), network=network)
    curves = {name: [1.0, 0.5, 0.4] for name in ("accuracy", "val_accuracy")}
    run = finished_run(experiment, curves, 2, {"accuracy": 0.5, "val_accuracy": 0.5})
    assert run is not None
    assert run.causes == (("Gaussian noise shakes values in training only",) if stddev else ())
