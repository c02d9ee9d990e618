"""Stopping: numbers for early stopping and plateaus that fit the loss, and notes on numbers that do not.

In a file, `"early_stopping": {}` means a least improvement of 0.001 and a patience of 20. That fits losses near 1;
the loss of a scaled target is often a thousand times smaller.
"""

import math
from collections.abc import Sequence

from playground.datasets import Prepared
from playground.errors import Problem
from playground.experiment import Complete, Dense, EarlyStopping, ReduceLROnPlateau, Training
from playground.layers.kind import Kind
from playground.words import DEFAULT_LOSS, Task

# The proposed least improvement is the loss of an error of this share of the target's standard deviation.
_FINE = 0.001
# From this share on, a least improvement gets a note.
_COARSE = 0.01
_OF_CLASSES = 0.0001
_OF_PERCENT = 0.01  # of a loss or metric in percent
# Training that begins slowly may end too early within this share of all epochs.
_EARLY = 0.1
# The proposal for that: only the last quarter counts, and the patience is a tenth of the epochs.
_LATE = 0.75
_SLOW_TO_BEGIN = ("tanh", "sigmoid")


def fitting_stopping(
    training: Training, prepared: Prepared | None, layers: Sequence[Kind] = ()
) -> EarlyStopping:
    """Early stopping on the validation loss with numbers that fit; no value of `training` need be checked."""
    usual = EarlyStopping()
    reducing = training.reduce_lr_on_plateau
    patience, min_delta = usual.patience, _fitting_delta(training, prepared)
    if reducing is not None:
        # Three times: one to see the plateau, two for the smaller steps to show.
        patience = max(patience, 3 * _whole(reducing.patience, ReduceLROnPlateau().patience))
        if 0 < reducing.min_delta < min_delta:
            min_delta = reducing.min_delta
    first = 0
    if _begins_late(training.optimizer.name, layers):
        epochs = _whole(training.epochs, 0)
        first, patience = int(_LATE * epochs), max(patience, int(_EARLY * epochs))
    return EarlyStopping(min_delta=min_delta, patience=patience, start_from_epoch=first)


def fitting_plateau(training: Training, prepared: Prepared | None) -> ReduceLROnPlateau:
    """Smaller steps on a plateau of the validation loss, in time before early stopping ends the run."""
    usual = ReduceLROnPlateau()
    stopping = training.early_stopping
    patience, min_delta = usual.patience, _fitting_delta(training, prepared)
    if stopping is not None:
        patience = max(1, min(patience, _whole(stopping.patience, EarlyStopping().patience) // 3))
    return ReduceLROnPlateau(min_delta=min_delta, patience=patience)


def stopping_notes(experiment: Complete, prepared: Prepared) -> list[Problem]:
    """Notes on numbers of early stopping and of the plateau that do not fit the loss, each other, or slow learning."""
    stopping, reducing = experiment.training.early_stopping, experiment.training.reduce_lr_on_plateau
    notes = []
    if stopping is not None:
        notes += _before_the_plateau(stopping, reducing)
        notes += _coarse("early_stopping", stopping, experiment, prepared)
        notes += _before_learning(stopping, experiment)
    if reducing is not None:
        notes += _coarse("reduce_lr_on_plateau", reducing, experiment, prepared)
    return notes


def _before_the_plateau(stopping: EarlyStopping, reducing: ReduceLROnPlateau | None) -> list[Problem]:
    if reducing is None or reducing.monitor != stopping.monitor:
        return []
    path = "training.early_stopping"
    if stopping.patience <= reducing.patience:
        return [
            Problem(
                f"{path}.patience",
                "The run may end before the learning rate is lowered, or before that shows: early stopping waits "
                f"{stopping.patience:,} epochs, the plateau {reducing.patience:,}. "
                f"Wait {3 * reducing.patience:,} or more.",
            )
        ]
    if stopping.min_delta > reducing.min_delta:
        return [
            Problem(
                f"{path}.min_delta",
                "The run may end before the learning rate is lowered: an improvement between "
                f"{reducing.min_delta:g} and {stopping.min_delta:g} counts for the plateau, but not for early "
                f"stopping. Take {reducing.min_delta:g} or less here.",
            )
        ]
    return []


def _begins_late(optimizer: str, layers: Sequence[Kind]) -> bool:
    """Whether the loss may stand still at first, with plain gradient steps through several saturating layers."""
    dense = [layer.activation for layer in layers if isinstance(layer, Dense)]
    return optimizer == "sgd" and len(dense) > 1 and not set(dense).isdisjoint(_SLOW_TO_BEGIN)


def _coarse(
    part: str, watching: EarlyStopping | ReduceLROnPlateau, experiment: Complete, prepared: Prepared
) -> list[Problem]:
    """A note if the least improvement is larger than the loss of a good network on this data."""
    if prepared.task is not Task.REGRESSION:
        return []
    delta = watching.min_delta
    name = _measure(watching.monitor, experiment.training.loss)
    error = _error_of(name, delta)
    spread = float(prepared.training.y.std())
    if error is None or not spread or error / spread < _COARSE:
        return []
    then = "" if part == "early_stopping" else f", and the rate is lowered every {watching.patience:,} epochs"
    return [
        Problem(
            f"training.{part}.min_delta",
            f"A least improvement of {delta:g} is large for this loss: once it is below {delta:g} (an error of "
            f"{100 * error / spread:.2g}% of the target's spread), nothing counts as an improvement any more{then}. "
            f"{_delta_of(name, _FINE * spread):g} would fit.",
        )
    ]


def _before_learning(stopping: EarlyStopping, experiment: Complete) -> list[Problem]:
    training = experiment.training
    ends = stopping.start_from_epoch + stopping.patience + 1
    if (
        not _begins_late(training.optimizer.name, experiment.network.layers)
        or ends > _EARLY * training.epochs
    ):
        return []
    return [
        Problem(
            "training.early_stopping.start_from_epoch",
            f"Early stopping may end the run at epoch {ends:,}, before learning begins: with SGD and "
            f"{' or '.join(_SLOW_TO_BEGIN)} layers the loss often stands still at first. Let it count from a later "
            "epoch on, or be more patient.",
        )
    ]


def _fitting_delta(training: Training, prepared: Prepared | None) -> float:
    if prepared is None:
        return EarlyStopping().min_delta
    name = training.loss or DEFAULT_LOSS[prepared.task]
    if prepared.task is not Task.REGRESSION:
        return _OF_CLASSES
    return _delta_of(name, _FINE * float(prepared.training.y.std()))


def _measure(monitor: str, loss: str) -> str:
    name = monitor.removeprefix("val_")
    return loss if name == "loss" else name


def _error_of(name: str, delta: float) -> float | None:
    """The error whose loss (or metric) is `delta`; None if it is unknown."""
    match name:
        case "mae" | "rmse":
            return delta
        case "mse":
            return math.sqrt(delta)
        case "huber" | "log_cosh":
            # Half the square of a small error; about the error minus a half for a large one.
            return math.sqrt(2 * delta) if delta <= 0.5 else delta + 0.5
    return None


def _delta_of(name: str, error: float) -> float:
    """The loss of an error, to one digit."""
    match name:
        case "mse":
            delta = error**2
        case "huber" | "log_cosh":
            delta = error**2 / 2 if error <= 1 else error - 0.5
        case "mape":
            delta = _OF_PERCENT
        case _:
            delta = error
    return float(f"{delta:.0e}")


def _whole(value: object, otherwise: int) -> int:
    """A positive whole number from a form; `otherwise` if the form holds something else."""
    return value if isinstance(value, int) and 0 < value < 2**31 else otherwise
