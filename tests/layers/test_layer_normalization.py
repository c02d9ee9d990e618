"""Layer normalization trains as in Keras, and brings each row to mean 0 and variance 1."""

import numpy as np
import pytest

from playground.experiment import Dense, Dropout, Optimizer
from playground.layers.layer_normalization import LayerNormalization
from playground.words import Task
from tests.support.equality import Case, assert_equals_model_fit, model_of
from tests.support.layer_pictures import picture_with

CASE = Case(
    "layer normalization",
    Task.MULTICLASS,
    (LayerNormalization(), Dense(units=8), LayerNormalization(epsilon=0.1), Dropout(rate=0.2)),
    "categorical_crossentropy",
    Optimizer(name="sgd", learning_rate=0.05, momentum=0.9),
    metrics=("accuracy",),
)


@pytest.mark.slow
def test_it_trains_as_in_model_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equals_model_fit(CASE, monkeypatch)


def test_each_row_gets_mean_0_and_variance_1_with_epsilon_under_the_root() -> None:
    rows = np.random.default_rng(0).normal(3, 2, (20, 5)).astype(np.float32)
    small, large = (
        np.asarray(model_of(Case("", Task.REGRESSION, (layer,), "mse", Optimizer())).layers[0](rows))
        for layer in (LayerNormalization(epsilon=1e-6), LayerNormalization(epsilon=1.0))
    )
    np.testing.assert_allclose(small.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(small.var(axis=1), 1, atol=1e-3)
    expected = (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(rows.var(axis=1, keepdims=True) + 1)
    np.testing.assert_allclose(large, expected, rtol=1e-4, atol=1e-5)


def test_its_picture_has_scale_and_shift_of_each_value() -> None:
    shown = picture_with(LayerNormalization(epsilon=0.25)).header["layers"][2]
    assert (shown["scale"], shown["shift"], shown["epsilon"]) == ([1.0] * 4, [0.0] * 4, 0.25)
