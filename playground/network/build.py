"""The Keras model of an experiment's network and training, compiled and ready to train."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playground.experiment import CompleteTraining, Network, Optimizer
from playground.layers.dense import initializer
from playground.network.backend import keras
from playground.network.metrics import (
    AUC,
    PercentageError,
    Precision,
    R2Score,
    Recall,
    WeightedByClass,
    WithoutPenalty,
)
from playground.network.shapes import output_activation, threshold_of
from playground.words import Task

# Labels stay integers inside: one-hot columns would only cost memory.
_KERAS_LOSS = {"categorical_crossentropy": "sparse_categorical_crossentropy"}

_OPTIMIZERS: dict[str, Callable[..., keras.optimizers.Optimizer]] = {
    "adam": keras.optimizers.Adam,
    "sgd": keras.optimizers.SGD,
    "adamw": keras.optimizers.AdamW,
    "rmsprop": keras.optimizers.RMSprop,
    "adagrad": keras.optimizers.Adagrad,
    "nadam": keras.optimizers.Nadam,
    "adamax": keras.optimizers.Adamax,
}

_METRICS: dict[str, Callable[..., keras.metrics.Metric]] = {
    "mae": keras.metrics.MeanAbsoluteError,
    "mse": keras.metrics.MeanSquaredError,
    "rmse": keras.metrics.RootMeanSquaredError,
}


class _Seeds:
    """The seeds that Keras would draw after `keras.utils.set_random_seed(seed)`, without its global state.

    So the plain Keras code of an experiment starts from the same weights, and nothing that ran earlier in the process
    changes them.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the generator that Keras uses

    def draw(self) -> int:
        """The next seed, as `keras.src.random.seed_generator.make_default_seed` draws it."""
        return self._random.randint(1, int(1e9))


@dataclass(frozen=True)
class TargetScale:
    """How the target was scaled: true = scaled * size + offset; `centre` is the mean of the scaled training rows."""

    offset: float = 0.0
    size: float = 1.0
    centre: float = 0.0


def build(
    network: Network,
    n_inputs: int,
    task: Task,
    n_outputs: int,
    seed: int,
    training: CompleteTraining | None = None,
) -> keras.Model:
    """A Keras model with input shape (batch, n_inputs) and output shape (batch, n_outputs).

    The output layer follows the task and the loss: linear, sigmoid or softmax. Initial weights and dropout masks are a
    function of `seed` alone.
    """
    seeds = _Seeds(seed)
    hidden = [layer.keras_layer(keras, seeds.draw) for layer in network.layers]
    output = keras.layers.Dense(
        n_outputs,
        activation=output_activation(task, training),
        kernel_initializer=initializer(keras, "glorot_uniform", seeds.draw),
    )
    return keras.Sequential([keras.Input((n_inputs,)), *hidden, output])


def compile_for(
    model: keras.Model,
    training: CompleteTraining,
    task: Task,
    target: TargetScale = TargetScale(),
    n_rows: int = 0,
    class_weights: Sequence[float] | None = None,
) -> keras.Model:
    """Compiles the model with an experiment's loss, metrics and optimizer.

    Every metric has the name in the experiment, so the history has exactly these names, and also
    `loss_without_penalty` if layers add a penalty to the loss.

    Args:
        n_rows: the larger number of training or validation rows, for which AUC needs memory.
        class_weights: the weight of a row in the loss, by the index of its class; None for 1.

    """
    loss = _loss(training, target)
    if class_weights is not None:
        loss = WeightedByClass(loss, class_weights)
    metrics = [_metric(name, task, training, target, n_rows) for name in training.metrics]
    if any(getattr(layer, "kernel_regularizer", None) for layer in model.layers):
        metrics.append(WithoutPenalty(loss))
    model.compile(optimizer=_optimizer(training.optimizer), loss=loss, metrics=metrics)
    return model


def _loss(training: CompleteTraining, target: TargetScale) -> Any:
    name = training.loss
    if name == "mape" and training.loss_version == 2 and target != TargetScale(centre=target.centre):
        return PercentageError(target.offset, target.size)
    return _KERAS_LOSS.get(name, name)


def _metric(
    name: str, task: Task, training: CompleteTraining, target: TargetScale, n_rows: int
) -> keras.metrics.Metric:
    parting = threshold_of(task, training)
    match name:
        case "accuracy" if task is Task.MULTICLASS:
            return keras.metrics.SparseCategoricalAccuracy(name=name)
        case "accuracy":
            return keras.metrics.BinaryAccuracy(name=name, threshold=parting)
        case "auc":
            return AUC(n_rows, name=name)
        case "precision":
            return Precision(name=name, thresholds=parting)
        case "recall":
            return Recall(name=name, thresholds=parting)
        case "r2":
            return R2Score(name=name, centre=target.centre)
    return _METRICS[name](name=name)


def _optimizer(optimizer: Optimizer) -> keras.optimizers.Optimizer:
    settings: dict[str, object] = {"learning_rate": float(optimizer.learning_rate)}
    if optimizer.name == "sgd":
        settings |= {"momentum": optimizer.momentum, "nesterov": optimizer.nesterov}
    if optimizer.weight_decay is not None:
        settings["weight_decay"] = optimizer.weight_decay
    settings |= {"clipnorm": optimizer.clipnorm, "clipvalue": optimizer.clipvalue}
    return _OPTIMIZERS[optimizer.name](**settings)
