"""The facts of an experiment that a history does not show, for causes of findings and numbers of remedies."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.experiment import Complete
from playground.layers.table import KINDS


@dataclass(frozen=True)
class Facts:
    """The facts of a run of this app.

    Attributes:
        experiment: the experiment of the run.
        trained: the last epoch of a finished run; None if unknown.
        parameters: the number of its network's parameters; None if unknown.
        alike: the (training, validation) loss of the kept network, both measured as in a prediction; None if unknown.
    """

    experiment: Complete
    trained: int | None = None
    parameters: int | None = None
    alike: tuple[float, float] | None = None

    @property
    def was_cut_off(self) -> bool:
        """Whether a person, the time limit or a target value ended it, so that more epochs would not help."""
        training = self.experiment.training
        is_early = self.trained is not None and self.trained < training.epochs
        return is_early and (training.early_stopping is None or training.stop_at is not None)

    @property
    def causes(self) -> tuple[str, ...]:
        """What layers do in training but not in a prediction, as sentences."""
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
