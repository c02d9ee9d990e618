"""`fit` computes what `keras.Model.fit` computes, epoch for epoch and weight for weight."""

from typing import Any

import numpy as np
import pytest

from playground.experiment import Activation, BatchNormalization, Dense, Dropout, Optimizer
from playground.network.backend import keras
from playground.training import epoch_call, fit
from playground.words import ACTIVATIONS, LOSSES, OPTIMIZERS, Task
from tests.support.equality import Case, assert_equals_model_fit, assert_same, data_of, model_of

pytestmark = pytest.mark.slow

R, B, M = Task.REGRESSION, Task.BINARY, Task.MULTICLASS
REGRESSION_METRICS = ("mae", "mse", "rmse", "r2")
BINARY_METRICS = ("accuracy", "auc", "precision", "recall")


def _dense(units: int, activation: str = "relu", **settings: Any) -> Dense:
    return Dense(units=units, activation=activation, **settings)


CASES = [
    Case(
        "every metric of a number, a batch normalization first, a short last batch",
        R,
        (BatchNormalization(), _dense(8), _dense(4, "gelu")),
        "mse",
        Optimizer(name="adam", learning_rate=0.01),
        batch_size=16,
        metrics=REGRESSION_METRICS,
    ),
    Case(
        "dropout, momentum and Nesterov, batches that divide the data",
        R,
        (_dense(8, "tanh"), Dropout(rate=0.4), _dense(4, "elu"), Dropout(rate=0.2)),
        "mae",
        Optimizer(name="sgd", learning_rate=0.05, momentum=0.9, nesterov=True),
        validation_rows=20,
    ),
    Case(
        "L1 and L2",
        R,
        (_dense(8, "selu", l1=0.01), _dense(4, "softplus", l2=0.02)),
        "huber",
        Optimizer(name="rmsprop", learning_rate=0.005),
    ),
    Case(
        "batch 1",
        R,
        (_dense(4, "leaky_relu"),),
        "log_cosh",
        Optimizer(name="adagrad", learning_rate=0.05),
        batch_size=1,
        rows=13,
        validation_rows=3,
        metrics=("r2",),
    ),
    Case(
        "a batch larger than the data",
        R,
        (_dense(6, "silu"), BatchNormalization(momentum=0.7)),
        "mape",
        Optimizer(name="nadam", learning_rate=0.002),
        batch_size=128,
        exact=False,
    ),
    Case(
        "weight decay, dropout and batch normalization",
        R,
        (_dense(6), Dropout(rate=0.3), BatchNormalization()),
        "mse",
        Optimizer(name="adamw", learning_rate=0.003, weight_decay=0.1),
    ),
    Case(
        "no hidden layer, one batch",
        R,
        (),
        "mse",
        Optimizer(name="adamax", learning_rate=0.01),
        batch_size=50,
    ),
    Case(
        "every metric of two classes",
        B,
        (_dense(8, "sigmoid"), _dense(4, "linear")),
        "binary_crossentropy",
        Optimizer(name="adam", learning_rate=0.01),
        metrics=BINARY_METRICS,
    ),
    Case(
        "hinge, batch normalization between dense and activation, validation smaller than a batch",
        B,
        (_dense(4, "linear"), BatchNormalization(), Activation(activation="tanh")),
        "hinge",
        Optimizer(name="sgd", learning_rate=0.1),
        metrics=("accuracy",),
        validation_rows=5,
    ),
    Case(
        "several classes, batch normalization and dropout, a short last batch",
        M,
        (_dense(8), BatchNormalization(), Dropout(rate=0.3)),
        "categorical_crossentropy",
        Optimizer(name="rmsprop", learning_rate=0.002),
        batch_size=16,
        metrics=("accuracy",),
    ),
]


# What this gives is clipped in every batch of the case's data.
CLIPPED = [
    Case(
        "the norms of gradients clipped",
        R,
        (_dense(8, "tanh"), Dropout(rate=0.2), _dense(4)),
        "mse",
        Optimizer(name="sgd", learning_rate=0.05, momentum=0.9, clipnorm=0.1),
    ),
    Case(
        "the values of gradients clipped",
        M,
        (_dense(8),),
        "categorical_crossentropy",
        Optimizer(name="adam", learning_rate=0.01, clipvalue=0.01),
        metrics=("accuracy",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_equals_model_fit(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equals_model_fit(case, monkeypatch)


@pytest.mark.parametrize("case", CLIPPED, ids=lambda case: case.name)
def test_clipped_gradients_are_those_of_plain_keras_with_the_same_argument(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keras' optimizer is made without `playground.network.build`; unclipped, the curve is another."""
    asked = case.optimizer
    arguments: dict[str, Any] = {"learning_rate": asked.learning_rate}
    if asked.name == "sgd":
        arguments["momentum"] = asked.momentum
    kind = keras.optimizers.SGD if asked.name == "sgd" else keras.optimizers.Adam
    clip = {"clipnorm": asked.clipnorm} if asked.clipnorm else {"clipvalue": asked.clipvalue}
    ours = assert_equals_model_fit(case, monkeypatch, kind(**arguments, **clip)).history["loss"]

    unclipped = model_of(case)
    unclipped.optimizer = kind(**arguments)
    x, y = data_of(case.task, case.rows, 0)
    losses = unclipped.fit(
        x, y, batch_size=case.batch_size, epochs=len(ours), shuffle=False, verbose=0
    ).history["loss"]
    assert not np.allclose(ours, losses, rtol=1e-3)


@pytest.mark.usefixtures("where_xla_does_not_pay")
def test_equals_model_fit_where_xla_does_not_pay() -> None:
    (case,) = [case for case in CASES if case.name == "L1 and L2"]
    x, y = data_of(case.task, case.rows, 0)
    settings: Any = {
        "validation_data": data_of(case.task, 23, 1),
        "batch_size": 16,
        "epochs": 4,
        "shuffle": False,
    }
    mine, theirs = model_of(case), model_of(case)
    reference = theirs.fit(x, y, verbose=0, **settings)
    assert_same(mine, theirs, fit(mine, x, y, **settings), reference, 1e-4)


def test_the_cases_cover_every_word_an_experiment_may_use() -> None:
    layers = [layer for case in CASES for layer in case.layers]
    assert {case.loss for case in CASES} == set(LOSSES)
    assert {case.optimizer.name for case in CASES} == set(OPTIMIZERS)
    assert {layer.activation for layer in layers if isinstance(layer, Dense | Activation)} == set(ACTIVATIONS)


def test_without_validation_and_with_a_learning_rate_schedule() -> None:
    def model() -> Any:
        made = model_of(CASES[0])
        schedule = keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=3, decay_rate=0.5)
        made.compile(keras.optimizers.SGD(schedule), "mse")
        return made

    x, y = data_of(R, 50, 0)
    mine, theirs = model(), model()
    reference = theirs.fit(x, y, batch_size=16, epochs=3, shuffle=False, verbose=0)
    assert_same(mine, theirs, fit(mine, x, y, batch_size=16, epochs=3, shuffle=False), reference, 1e-5)


@pytest.mark.usefixtures("without_xla")
def test_a_model_of_several_inputs_with_weighted_validation_rows_and_float64_data() -> None:
    def model() -> Any:
        keras.utils.set_random_seed(1)
        one, two = keras.Input((2,), name="one"), keras.Input((3,), name="two")
        joined = keras.layers.concatenate([keras.layers.Dense(4, "relu")(one), two])
        made = keras.Model({"one": one, "two": two}, keras.layers.Dense(1)(joined))
        made.compile("sgd", "mse", weighted_metrics=["mae"])
        return made

    x, y = data_of(R, 30, 0)
    inputs = {"one": x[:, :2].astype(np.float64), "two": x[:, 2:]}
    weights = np.linspace(0, 1, 30).astype(np.float32)
    settings: Any = {"validation_data": (inputs, y, weights), "batch_size": 8, "epochs": 3, "shuffle": False}
    mine, theirs = model(), model()
    reference = theirs.fit(inputs, y, verbose=0, **settings)
    assert_same(mine, theirs, fit(mine, inputs, y, **settings), reference, 1e-5)


@pytest.mark.usefixtures("without_xla")
def test_an_epoch_cut_into_calls_of_one_batch_is_the_same_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[0]
    x, y = data_of(case.task, case.rows, 0)
    settings: Any = {"validation_data": data_of(case.task, 23, 1), "batch_size": 16, "epochs": 3, "seed": 1}
    whole, cut = model_of(case), model_of(case)
    history = fit(whole, x, y, **settings)
    pace = epoch_call.Pace
    monkeypatch.setattr(epoch_call, "Pace", lambda *arguments: pace(*arguments, seconds=0))
    assert fit(cut, x, y, **settings).history == history.history
    for mine, theirs in zip(cut.weights, whole.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
