"""Facts of an experiment that a history does not show: the cause of a finding, the number of a remedy."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.experiment import Complete
from playground.layers.table import KINDS


@dataclass(frozen=True)
class Facts:
    """What is known of one of our own runs.

    Attributes:
        experiment: what was trained.
        trained: the last epoch of a run that is over; None where that is unknown.
        parameters: of its network; None where they are unknown.
        alike: the (training, validation) loss of the network kept, both measured as in a prediction; None if unknown.
    """

    experiment: Complete
    trained: int | None = None
    parameters: int | None = None
    alike: tuple[float, float] | None = None

    @property
    def was_cut_off(self) -> bool:
        """Whether a person, the time limit or a target value ended it: more epochs would not have been trained."""
        training = self.experiment.training
        is_early = self.trained is not None and self.trained < training.epochs
        return is_early and (training.early_stopping is None or training.stop_at is not None)

    @property
    def causes(self) -> tuple[str, ...]:
        """What layers do in training and not in a prediction, as sentences."""
        types = {layer.type for layer in self.experiment.network.layers if not layer.is_idle}
        return tuple(kind.in_training for name, kind in KINDS.items() if name in types and kind.in_training)


def facts(
    experiment: Complete,
    trained: int | None,
    evaluated: Mapping[str, float] | None,
    parameters: int | None,
) -> Facts:
    """The facts of an experiment, of the last epoch of its run, of the network that the run kept, and of its size."""
    measured = evaluated or {}
    return Facts(
        experiment,
        trained,
        parameters,
        alike=(measured["loss"], measured["val_loss"]) if {"loss", "val_loss"} <= measured.keys() else None,
    )
