"""Changes: the remedy of each finding as another experiment, which differs in one thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.experiment import Complete, Dense, Dropout, EarlyStopping, Optimizer
from playground.layers.table import Layer
from playground.limits import limits

DROPOUT = 0.3
ADAM = 0.001
TIMES_LONGER = 3
WIDER, LEAST_UNITS = 4, 32
_LESS_TRAINING = 0.7  # the factor for the share of training rows if validation has too few rows
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


def faster(experiment: Complete) -> Change | None:
    """A learning rate ten times larger; None at the largest one."""
    now = experiment.training.optimizer.learning_rate
    return _rate(experiment, min(10 * now, _LARGEST_RATE)) if now < _LARGEST_RATE else None


def scale_or_slower(experiment: Complete) -> Change:
    """Scaled features; if they are scaled, a learning rate ten times smaller."""
    if experiment.data.scaling == "none" and not experiment.data.column_scaling:
        return _data(experiment, "scaled features", scaling="standard")
    return slower(experiment)


def learn_less_by_heart(experiment: Complete) -> Change | None:
    """Early stopping that restores the best weights; else dropout after each hidden layer; else half of the units.

    Early stopping comes first because it keeps the best network of the run; dropout seldom finds a better one. The
    layers of a branch stay.
    """
    stopping = experiment.training.early_stopping
    if stopping is None or not stopping.restore_best_weights:
        return _training(
            experiment, "early stopping that keeps the best weights", early_stopping=_restoring(experiment)
        )
    layers = experiment.network.layers
    may_change = experiment.branch is None and any(isinstance(layer, Dense) for layer in layers)
    if may_change and not any(isinstance(layer, Dropout) and not layer.is_idle for layer in layers):
        with_dropout: list[Layer] = []
        for layer in layers:
            with_dropout += [layer, Dropout(rate=DROPOUT)] if isinstance(layer, Dense) else [layer]
        if len(with_dropout) <= limits().max_layers:
            return _network(experiment, f"dropout {DROPOUT:g} after each Dense layer", with_dropout)
    return _units(experiment, "fewer", lambda units: max(units // 2, 1)) if may_change else None


def wake(experiment: Complete) -> Change | None:
    """ReLU in place of sigmoid in Dense layers, through which gradients shrink layer by layer; else as `with_adam`.

    The layers of a branch stay.
    """
    layers = experiment.network.layers
    if experiment.branch is None and any(_is_sigmoid(layer) for layer in layers):
        awake = [
            layer.model_copy(update={"activation": "relu"}) if _is_sigmoid(layer) else layer
            for layer in layers
        ]
        return _network(experiment, "relu in place of sigmoid", awake)
    return with_adam(experiment)


def _is_sigmoid(layer: Layer) -> bool:
    return isinstance(layer, Dense) and layer.activation == "sigmoid"


def with_adam(experiment: Complete) -> Change | None:
    """Adam at its usual rate, without a schedule; if that is used already, a rate ten times larger."""
    training = experiment.training
    if (training.optimizer.name, training.optimizer.learning_rate) == ("adam", ADAM):
        return faster(experiment)
    label = f"Adam {ADAM:g}" if training.schedule is None else f"Adam {ADAM:g} without a schedule"
    return _training(experiment, label, optimizer=Optimizer(learning_rate=ADAM), schedule=None)


def more_validation(experiment: Complete) -> Change | None:
    """More rows for validation."""
    share = round(_LESS_TRAINING * experiment.data.train_fraction, 2)
    if experiment.data.split is not None or share < 0.3:
        return None
    rows = "rows" if experiment.data.test is None else "rows that are not sealed"
    return _data(experiment, f"{100 * (1 - share):.0f}% of the {rows} for validation", train_fraction=share)


def longer(experiment: Complete) -> Change | None:
    """Three times as many epochs, at most the allowed number; None if there are that many.

    With early stopping also that much more patience, because otherwise it would end at the same epoch.
    """
    now, stopping = experiment.training.epochs, experiment.training.early_stopping
    epochs = max(min(TIMES_LONGER * now, limits().max_epochs), now)
    if stopping is None:
        return _training(experiment, f"{epochs:,} epochs", epochs=epochs) if epochs > now else None
    patience = TIMES_LONGER * max(stopping.patience, 1)
    patient = stopping.model_copy(update={"patience": patience})
    label = f"{epochs:,} epochs with patience {patience:,}"
    return _training(experiment, label, epochs=epochs, early_stopping=patient)


def larger(experiment: Complete, parameters: int | None = None) -> Change | None:
    """Four times as many units in each hidden layer, or twice as many, at least 32; for a linear model a hidden layer.

    None in a branch, whose layers stay, and if that may be more parameters than are allowed.

    Args:
        experiment: what was trained.
        parameters: the number of its network's parameters; None if unknown.
    """
    layers = experiment.network.layers
    if experiment.branch is not None:
        return None
    now = [layer.units for layer in layers if isinstance(layer, Dense)]
    most = limits().max_parameters / (parameters or 1)
    # Both sides of a matrix grow at most as much as the layer that grows most.
    times = next(
        (n for n in (WIDER, 2) if max([n, *(LEAST_UNITS / units for units in now)]) ** 2 <= most), None
    )
    if now:
        if times is None:
            return None
        return _units(experiment, "more", lambda units: max(times * units, LEAST_UNITS))
    if most < 2 * LEAST_UNITS:
        return None
    return _network(experiment, f"a hidden layer of {LEAST_UNITS} units", [Dense(units=LEAST_UNITS), *layers])


def other_split(experiment: Complete) -> Change | None:
    """Other rows for validation, drawn with the next seed; None if time decides about the rows."""
    if experiment.data.split is not None and experiment.data.split.by == "time":
        return None
    return _data(experiment, "another split", split_seed=experiment.data.split_seed + 1)


def _restoring(experiment: Complete) -> EarlyStopping:
    """Early stopping that restores the best weights; the existing one if it watches validation."""
    stopping = experiment.training.early_stopping
    if stopping is not None and stopping.monitor.startswith("val_"):
        return stopping.model_copy(update={"restore_best_weights": True})
    return EarlyStopping(patience=max(_LEAST_PATIENCE, experiment.training.epochs // 10), min_delta=0.0)


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
