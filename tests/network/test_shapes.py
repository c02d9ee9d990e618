"""The page counts outputs and parameters without TensorFlow: the sums must be Keras' own."""

import random

import pytest

from playground.experiment import Activation, BatchNormalization, Dense, Dropout, Layer, Network
from playground.network.build import build
from playground.network.shapes import outline, total_parameters
from playground.words import ACTIVATIONS, INITIALIZERS, Task

OUTPUTS = {Task.REGRESSION: 1, Task.BINARY: 1, Task.MULTICLASS: 4}


def _random_layers(seed: int) -> tuple[Layer, ...]:
    draw = random.Random(seed)
    kinds = {
        "dense": lambda: Dense(
            units=draw.randint(1, 40),
            activation=draw.choice(list(ACTIVATIONS)),
            initializer=draw.choice(list(INITIALIZERS)),
        ),
        "dropout": lambda: Dropout(rate=draw.choice([0.0, 0.3, 0.9])),
        "batch_normalization": lambda: BatchNormalization(),
        "activation": lambda: Activation(activation=draw.choice(list(ACTIVATIONS))),
    }
    return tuple(kinds[draw.choice(list(kinds))]() for _ in range(draw.randint(0, 8)))


@pytest.mark.parametrize("seed", range(12))
def test_shapes_and_parameters_are_those_of_keras(seed: int) -> None:
    layers = _random_layers(seed)
    task = list(Task)[seed % 3]
    n_inputs = 1 + seed * 3
    rows = outline(layers, n_inputs, task, OUTPUTS[task])
    model = build(Network(layers=layers), n_inputs, task, OUTPUTS[task], seed)

    assert [row.parameters for row in rows] == [layer.count_params() for layer in model.layers]
    assert [(None, *row.shape) for row in rows] == [layer.output.shape for layer in model.layers]
    assert [row.title for row in rows[:-1]] == [layer.title for layer in layers]
    assert total_parameters(rows) == model.count_params()


def test_the_output_layer_is_the_last_row_and_follows_the_task() -> None:
    last = {task: outline((Dense(units=3),), 2, task, OUTPUTS[task])[-1] for task in Task}
    assert {task: row.detail for task, row in last.items()} == {
        Task.REGRESSION: "1 · linear",
        Task.BINARY: "1 · sigmoid",
        Task.MULTICLASS: "4 · softmax",
    }
    assert all(row.is_output for row in last.values())


def test_no_hidden_layer_is_a_linear_model() -> None:
    (row,) = outline((), 3, Task.REGRESSION, 1)
    assert (row.shape, row.parameters) == ((1,), 4)
