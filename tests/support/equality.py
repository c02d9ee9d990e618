"""Trains a network with `keras.Model.fit` and with the project's `fit`, and compares the two."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from playground.experiment import CompleteTraining, Network, Optimizer
from playground.network.build import build, compile_for
from playground.training import fit, xla
from playground.words import Task

# These divide by a root of squared gradients, which amplifies rounding errors. If a gradient is 0 except for rounding,
# like that of a bias before a batch normalization, such a weight moves at random, in Keras as here.
ADAPTIVE = {"adam", "adamw", "nadam", "adamax", "rmsprop", "adagrad"}


@dataclass(frozen=True)
class Case:
    """A network and its training; 50 training rows and 23 validation rows by default.

    Batches of 10 divide the training rows, because a short last batch is compiled separately, which doubles the time.

    `exact` is whether the first epochs equal Keras' to the last bit. They do not if a batch holds all rows of an array,
    because Keras then knows the size in advance and divides by it in another way. (In an exported script it never
    knows the size.)
    """

    name: str
    task: Task
    layers: tuple[Any, ...]
    loss: str
    optimizer: Optimizer
    batch_size: int = 10
    metrics: tuple[str, ...] = ()
    rows: int = 50
    validation_rows: int = 23
    tolerance: float = field(default=1e-5)
    exact: bool = True


def data_of(task: Task, rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of five features, and targets that depend on them."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(rows, 5)).astype(np.float32)
    y = (x[:, :1] * 2 - x[:, 1:2] * x[:, 2:3] + 3).astype(np.float32)
    if task is Task.BINARY:
        return x, (y > 3).astype(np.float32)
    if task is Task.MULTICLASS:
        return x, np.digitize(y[:, 0], [2.0, 3.0, 4.0]).astype(np.int32)
    return x, y


def model_of(case: Case) -> Any:
    """A new model of a case, compiled."""
    model = build(Network(layers=case.layers), 5, case.task, 4 if case.task is Task.MULTICLASS else 1, seed=3)
    training = CompleteTraining(loss=case.loss, metrics=case.metrics, optimizer=case.optimizer)
    return compile_for(model, training, case.task, n_rows=max(case.rows, case.validation_rows))


def assert_same(ours: Any, keras_model: Any, history: Any, reference: Any, tolerance: float) -> None:
    """Compares histories, weights and steps."""
    assert list(history.history) == list(reference.history)
    for name, values in reference.history.items():
        np.testing.assert_allclose(
            history.history[name], values, rtol=tolerance, atol=tolerance, err_msg=name
        )
    for mine, theirs in zip(ours.weights, keras_model.weights, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance, err_msg=theirs.path)
    assert int(ours.optimizer.iterations) == int(keras_model.optimizer.iterations)


def assert_equals_model_fit(case: Case, monkeypatch: pytest.MonkeyPatch, optimizer: Any = None) -> Any:
    """Trains a case with Keras and with `fit`, and compares every value and weight; returns the history of `fit`.

    Args:
        optimizer: the optimizer for Keras, instead of the case's.
    """
    x, y = data_of(case.task, case.rows, 0)
    validation = data_of(case.task, case.validation_rows, 1)
    settings: Any = {
        "validation_data": validation,
        "batch_size": case.batch_size,
        "epochs": 4,
        "shuffle": False,
    }
    reference_model = model_of(case)
    if optimizer is not None:
        reference_model.optimizer = optimizer
    reference = reference_model.fit(x, y, verbose=0, **settings)
    tolerance = 1e-4 if case.optimizer.name in ADAPTIVE else case.tolerance

    # Half of the epochs are trained like the first ones of a run, half compiled by XLA, where it pays.
    monkeypatch.setattr(xla, "EPOCHS_BEFORE", 2)
    model = model_of(case)
    found = fit(model, x, y, **settings)
    assert_same(model, reference_model, found, reference, tolerance)
    if case.exact:
        for name, values in reference.history.items():
            np.testing.assert_array_equal(found.history[name][:2], values[:2], err_msg=name)
    return found
