"""Changes: the remedy of each finding as another experiment, which differs in one thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.experiment import Complete, Dense, Dropout, EarlyStopping, Optimizer
from playground.layers.table import Layer

DROPOUT = 0.3
ADAM = 0.001
TIMES_LONGER = 3
WIDER, LEAST_UNITS = 4, 32
_LESS_TRAINING = 0.7  # of the share of training rows: what is left of it where validation has too few rows
_LARGEST_RATE = 100.0
_LEAST_PATIENCE = 5  # epochs


@dataclass(frozen=True)
class Change:
    """A remedy that can be trained.

    Attributes:
        label: what is changed, in a few words.
        experiment: with that change.
    """

    label: str
    experiment: Complete


def slower(experiment: Complete) -> Change:
    """A learning rate ten times smaller."""
    return _rate(experiment, experiment.training.optimizer.learning_rate / 10)


def faster(experiment: Complete) -> Change:
    """A learning rate ten times larger."""
    return _rate(experiment, min(10 * experiment.training.optimizer.learning_rate, _LARGEST_RATE))


def scale_or_slower(experiment: Complete) -> Change:
    """Scaled features; where they are scaled, a learning rate ten times smaller."""
    if experiment.data.scaling == "none" and not experiment.data.column_scaling:
        return _data(experiment, "scale the features", scaling="standard")
    return slower(experiment)


def learn_less_by_heart(experiment: Complete) -> Change | None:
    """Dropout after each hidden layer; else early stopping that restores the best weights; else half of the units."""
    layers, stopping = experiment.network.layers, experiment.training.early_stopping
    has_hidden = any(isinstance(layer, Dense) for layer in layers)
    if has_hidden and not any(isinstance(layer, Dropout) and not layer.is_idle for layer in layers):
        with_dropout: list[Layer] = []
        for layer in layers:
            with_dropout += [layer, Dropout(rate=DROPOUT)] if isinstance(layer, Dense) else [layer]
        return _network(experiment, f"dropout {DROPOUT:g} after each Dense layer", with_dropout)
    if stopping is None or not stopping.restore_best_weights:
        patience = max(_LEAST_PATIENCE, experiment.training.epochs // 10)
        stopping = EarlyStopping(patience=patience, min_delta=0.0)
        return _training(experiment, "early stopping that keeps the best weights", early_stopping=stopping)
    return _units(experiment, "fewer", lambda units: max(units // 2, 1)) if has_hidden else None


def with_adam(experiment: Complete) -> Change:
    """Adam at its usual rate; where that is used already, a rate ten times larger."""
    optimizer = experiment.training.optimizer
    if (optimizer.name, optimizer.learning_rate) == ("adam", ADAM):
        return faster(experiment)
    return _training(experiment, f"Adam {ADAM:g}", optimizer=Optimizer(learning_rate=ADAM), schedule=None)


def more_validation(experiment: Complete) -> Change | None:
    """More rows for validation."""
    share = round(_LESS_TRAINING * experiment.data.train_fraction, 2)
    if experiment.data.split is not None or share < 0.3:
        return None
    return _data(experiment, f"{100 * (1 - share):.0f} % of the rows for validation", train_fraction=share)


def longer(experiment: Complete) -> Change:
    """Three times as many epochs; with early stopping also as much patience, or it would end at the same epoch."""
    epochs, stopping = TIMES_LONGER * experiment.training.epochs, experiment.training.early_stopping
    if stopping is None:
        return _training(experiment, f"{epochs:,} epochs", epochs=epochs)
    patience = TIMES_LONGER * max(stopping.patience, 1)
    patient = stopping.model_copy(update={"patience": patience})
    label = f"{epochs:,} epochs with patience {patience:,}"
    return _training(experiment, label, epochs=epochs, early_stopping=patient)


def larger(experiment: Complete) -> Change:
    """Four times as many units in each hidden layer, 32 at least; of a linear model one hidden layer."""
    layers = experiment.network.layers
    if any(isinstance(layer, Dense) for layer in layers):
        return _units(experiment, "more", lambda units: max(WIDER * units, LEAST_UNITS))
    return _network(experiment, f"a hidden layer of {LEAST_UNITS} units", [Dense(units=LEAST_UNITS), *layers])


def other_split(experiment: Complete) -> Change:
    """Other rows for validation, drawn with the next seed."""
    return _data(experiment, "another split", split_seed=experiment.data.split_seed + 1)


def _rate(experiment: Complete, rate: float) -> Change:
    rate, now = float(f"{rate:.3g}"), experiment.training.optimizer.learning_rate
    optimizer = experiment.training.optimizer.model_copy(update={"learning_rate": rate})
    return _training(experiment, f"learning rate {rate:g} (now {now:g})", optimizer=optimizer)


def _units(experiment: Complete, word: str, of: Callable[[int], int]) -> Change:
    layers = [
        layer.model_copy(update={"units": of(layer.units)}) if isinstance(layer, Dense) else layer
        for layer in experiment.network.layers
    ]
    units = "-".join(str(layer.units) for layer in layers if isinstance(layer, Dense))
    return _network(experiment, f"{word} units: {units}", layers)


def _training(experiment: Complete, label: str, **changed: Any) -> Change:
    training = experiment.training.model_copy(update=changed)
    return Change(label, experiment.model_copy(update={"training": training}))


def _network(experiment: Complete, label: str, layers: list[Layer]) -> Change:
    network = experiment.network.model_copy(update={"layers": tuple(layers)})
    return Change(label, experiment.model_copy(update={"network": network}))


def _data(experiment: Complete, label: str, **changed: Any) -> Change:
    data = experiment.data.model_copy(update=changed)
    return Change(label, experiment.model_copy(update={"data": data}))
