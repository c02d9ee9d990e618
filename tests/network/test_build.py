"""The Keras model of an experiment: what it starts from, what it puts out, what its history is called."""

import numpy as np
import pytest

from playground.experiment import Activation, BatchNormalization, Dense, Dropout, Network, Optimizer, Training
from playground.experiment.complete import CompleteTraining, complete_training
from playground.network.backend import keras
from playground.network.build import build, compile_for
from playground.words import LOSSES, METRICS, OPTIMIZERS, Task, fitting

LAYERS = (
    BatchNormalization(),
    Dense(units=6, initializer="he_normal", l2=0.01),
    Dropout(rate=0.3),
    Dense(units=5, activation="linear", initializer="zeros"),
    Activation(activation="gelu"),
    Dropout(rate=0),
    Dense(units=4, initializer="random_normal"),
)


def _values(model: keras.Model) -> list[np.ndarray]:
    return [variable.numpy() for variable in model.variables]


def _equal(one: keras.Model, other: keras.Model) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(_values(one), _values(other), strict=True))


def test_initial_state_is_a_function_of_the_seed_alone() -> None:
    network = Network(layers=LAYERS)
    first = build(network, 3, Task.BINARY, 1, seed=5)
    keras.utils.set_random_seed(99)
    build(network, 3, Task.BINARY, 1, seed=6)
    assert _equal(first, build(network, 3, Task.BINARY, 1, seed=5))
    assert not _equal(first, build(network, 3, Task.BINARY, 1, seed=6))


def test_plain_keras_code_with_the_same_seed_starts_from_the_same_weights() -> None:
    keras.utils.set_random_seed(5)
    layers = keras.layers
    plain = keras.Sequential(
        [
            keras.Input((3,)),
            layers.BatchNormalization(),
            layers.Dense(
                6, "relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.01)
            ),
            layers.Dropout(0.3),
            layers.Dense(5, kernel_initializer="zeros"),
            layers.Activation("gelu"),
            layers.Dropout(0),
            layers.Dense(4, "relu", kernel_initializer="random_normal"),
            layers.Dense(1, "sigmoid"),
        ]
    )
    assert _equal(plain, build(Network(layers=LAYERS), 3, Task.BINARY, 1, seed=5))


@pytest.mark.parametrize("task", list(Task))
def test_every_loss_and_metric_of_a_task_works_and_answers_to_its_name(task: Task) -> None:
    x = np.random.default_rng(0).random((6, 2), dtype=np.float32)
    y = (
        np.arange(6, dtype=np.int32) % 3
        if task is Task.MULTICLASS
        else np.array([[0.0], [1]] * 3, np.float32)
    )
    metrics = tuple(fitting(METRICS, task))
    for loss in fitting(LOSSES, task):
        model = build(Network(), 2, task, 3 if task is Task.MULTICLASS else 1, seed=0)
        compile_for(model, CompleteTraining(loss=loss, metrics=metrics), task, n_rows=len(x))
        model.test_step((keras.ops.convert_to_tensor(x), keras.ops.convert_to_tensor(y)))
        assert list(model.get_metrics_result()) == ["loss", *metrics]


@pytest.mark.parametrize("task", list(Task))
def test_a_network_without_hidden_layers_has_the_output_of_its_task(task: Task) -> None:
    outputs = 3 if task is Task.MULTICLASS else 1
    model = build(Network(), 2, task, outputs, seed=0)
    result = model(np.full((4, 2), 100.0, np.float32)).numpy()
    assert result.shape == (4, outputs)
    if task is Task.MULTICLASS:
        np.testing.assert_allclose(result.sum(1), 1, rtol=1e-6)
    if task is Task.BINARY:
        assert ((result >= 0) & (result <= 1)).all()


def test_optimizers_get_what_the_experiment_asks() -> None:
    def optimizer(**settings: object) -> keras.optimizers.Optimizer:
        model = build(Network(), 2, Task.REGRESSION, 1, seed=0)
        training = CompleteTraining(loss="mae", metrics=(), optimizer=Optimizer(**settings))
        return compile_for(model, training, Task.REGRESSION).optimizer

    for name in OPTIMIZERS:
        made = optimizer(name=name, learning_rate=0.25)
        assert (type(made).__name__.lower(), float(made.learning_rate)) == (name, 0.25)
    sgd = optimizer(name="sgd", momentum=0.5, nesterov=True)
    assert (sgd.momentum, sgd.nesterov) == (0.5, True)
    assert optimizer(name="adamw", weight_decay=0.125).weight_decay == 0.125
    assert (sgd.clipnorm, sgd.clipvalue) == (None, None)
    clipped = optimizer(name="rmsprop", clipnorm=0.5)
    assert (clipped.clipnorm, clipped.clipvalue) == (0.5, None)
    assert optimizer(clipvalue=0.25).clipvalue == 0.25
    assert optimizer(name="adamw").weight_decay == keras.optimizers.AdamW().weight_decay


def test_an_experiment_that_leaves_loss_and_metrics_open_gets_the_usual_ones() -> None:
    training = complete_training(Training(), Task.BINARY)
    model = compile_for(build(Network(), 2, Task.BINARY, 1, seed=0), training, Task.BINARY)
    assert model.loss == "binary_crossentropy"
    model.test_step((np.zeros((2, 2), np.float32), np.zeros((2, 1), np.float32)))
    assert list(model.get_metrics_result()) == ["loss", "accuracy"]
