"""Facts of an experiment that a history does not show: the cause of a finding, the number of a remedy."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.experiment import Complete
from playground.layers.table import KINDS


@dataclass(frozen=True)
class Facts:
    """What is known of one of our own runs.

    Attributes:
        learning_rate: the optimizer's at the beginning.
        optimizer: its name.
        causes: what layers do in training and not in a prediction, as sentences.
        restores: whether early stopping brings the best weights back.
        alike: the (training, validation) loss of the network kept, both measured as in a prediction; None if unknown.
    """

    learning_rate: float
    optimizer: str
    causes: tuple[str, ...] = ()
    restores: bool = False
    alike: tuple[float, float] | None = None


def facts(experiment: Complete, evaluated: Mapping[str, float] | None) -> Facts:
    """The facts of an experiment, and of the network that its run kept."""
    types = {layer.type for layer in experiment.network.layers if not layer.is_idle}
    stopping = experiment.training.early_stopping
    measured = evaluated or {}
    return Facts(
        learning_rate=experiment.training.optimizer.learning_rate,
        optimizer=experiment.training.optimizer.name,
        causes=tuple(kind.in_training for name, kind in KINDS.items() if name in types and kind.in_training),
        restores=stopping is not None and stopping.restore_best_weights,
        alike=(measured["loss"], measured["val_loss"]) if {"loss", "val_loss"} <= measured.keys() else None,
    )
