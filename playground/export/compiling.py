"""Compiling: loss, metrics and optimizer of an experiment as code."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.datasets import Prepared
from playground.experiment import CompleteTraining, Optimizer
from playground.network.shapes import threshold_of
from playground.python_code import Code, call
from playground.words import Task

_OPTIMIZERS = {
    "adam": "Adam",
    "sgd": "SGD",
    "adamw": "AdamW",
    "rmsprop": "RMSprop",
    "adagrad": "Adagrad",
    "nadam": "Nadam",
    "adamax": "Adamax",
}
_METRICS = {"mae": "MeanAbsoluteError", "mse": "MeanSquaredError", "rmse": "RootMeanSquaredError"}
_LOSSES = {"categorical_crossentropy": "sparse_categorical_crossentropy"}  # labels are numbers of classes
_OWN = {"auc", "precision", "recall", "r2"}  # metrics for which a script has a class of its own


@dataclass(frozen=True)
class Compiling:
    """The arguments of `compile`, and the templates of the classes and functions that they need."""

    optimizer: Code
    loss: Code | str
    metrics: tuple[Code | str, ...]
    templates: tuple[str, ...]


def compiling(training: CompleteTraining, data: Prepared) -> Compiling:
    """Loss, metrics and optimizer, equal to those of `playground.network.build.compile_for`."""
    own = [name for name in training.metrics if name in _OWN]
    loss: Code | str = _LOSSES.get(training.loss, training.loss)
    scaled = (data.y_offset, data.y_scale) != (0.0, 1.0)
    if training.loss == "mape" and training.loss_version == 2 and scaled:
        loss = Code("percentage_error")
        own.append("percentage_error")
    return Compiling(
        optimizer=_optimizer(training.optimizer),
        loss=loss,
        metrics=tuple(_metric(name, training, data) for name in training.metrics),
        templates=tuple(own),
    )


def _metric(name: str, training: CompleteTraining, data: Prepared) -> Code | str:
    parting = threshold_of(data.task, training)
    match name:
        case "accuracy" if parting == 0.5 or data.task is Task.MULTICLASS:
            return name
        case "accuracy":
            return call("keras.metrics.BinaryAccuracy", name=name, threshold=parting)
        case "auc":
            return call("AUC", Code("max(len(x_train), len(x_val))"), name=name)
        case "precision" | "recall":
            named = {} if parting == 0.5 else {"thresholds": parting}
            return call(name.capitalize(), name=name, **named)
        case "r2":
            return call("R2Score", name=name)
    return call(f"keras.metrics.{_METRICS[name]}", name=name)


def _optimizer(optimizer: Optimizer) -> Code:
    named: dict[str, object] = {"learning_rate": float(optimizer.learning_rate)}
    optional: Mapping[str, object] = {
        "momentum": optimizer.momentum or None,
        "nesterov": optimizer.nesterov or None,
        "weight_decay": optimizer.weight_decay,
        "clipnorm": optimizer.clipnorm,
        "clipvalue": optimizer.clipvalue,
    }
    named |= {name: value for name, value in optional.items() if value is not None}
    return call(f"keras.optimizers.{_OPTIMIZERS[optimizer.name]}", **named)
