"""Setup: the facts of an experiment that a diagnosis uses."""

from dataclasses import dataclass
from itertools import takewhile

import numpy

from playground.datasets import Prepared
from playground.experiment import Dense, Experiment
from playground.words import OPTIMIZERS, Task

LARGE = 100.0  # a target with this root mean square or more is far too large for first weights
_NOTICEABLE = 3.0  # a target with this root mean square or more can make steps too large

_WITH_MOMENTUM = frozenset({"adam", "adamw", "nadam", "adamax"})


@dataclass(frozen=True)
class Target:
    """A target column of numbers: its name, and the smallest and the largest value of all rows in use."""

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Setup:
    """The facts of an experiment on which findings and remedies depend.

    Attributes:
        learning_rate: the optimizer's at the beginning.
        scales_features: whether features are scaled.
        activations: those of the hidden layers.
        normalizes_inputs: whether a batch normalization is before the first dense layer.
        normalizes: whether there is any normalization.
        moves_anyway: what changes a weight without gradient, in words.
        unscaled: the target, if it is large and not scaled.
        scales_target: whether the target is scaled, or small, or a class.
        has_zeros: whether a hidden layer begins with zeros.
    """

    learning_rate: float = 0.001
    scales_features: bool = True
    activations: frozenset[str] = frozenset()
    normalizes_inputs: bool = False
    normalizes: bool = False
    moves_anyway: tuple[str, ...] = ()
    unscaled: Target | None = None
    scales_target: bool = True
    has_zeros: bool = False

    @property
    def leaky(self) -> list[str]:
        """A remedy: units that cannot die; none if all are of that kind."""
        return ["leaky ReLU instead of ReLU"] if "relu" in self.activations else []

    @property
    def other_weights(self) -> list[str]:
        """A remedy: other first weights, if zeros keep all units alike."""
        return ["first weights that are not zeros"] if self.has_zeros else []

    @property
    def scaled_target(self) -> list[str]:
        """A remedy: a scaled target; none if it is scaled, or if the features should be scaled first."""
        return ["scaling the target"] if self.scales_features and not self.scales_target else []

    @property
    def smaller_rate(self) -> str:
        """A remedy: a smaller learning rate."""
        return f"a smaller learning rate (now {self.learning_rate:g})"

    @property
    def scaled_inputs(self) -> list[str]:
        """Remedies that bring the features to one size; none if they have one."""
        if self.scales_features or self.normalizes_inputs:
            return []
        return ["scaling the features", "a BatchNormalization as the first layer"]


def setup(experiment: Experiment, prepared: Prepared) -> Setup:
    """The facts of an experiment on its prepared data."""
    layers, optimizer = experiment.network.layers, experiment.training.optimizer
    # Before the first layer with weights, each value still belongs to one feature.
    first = list(takewhile(lambda layer: not layer.has_matrix, layers))
    moves = []
    if optimizer.name in _WITH_MOMENTUM or optimizer.momentum:
        moves.append(f"{OPTIMIZERS[optimizer.name].title}'s momentum")
    if optimizer.name == "adamw":
        moves.append("weight decay")
    dense = [layer for layer in layers if isinstance(layer, Dense)]
    if any(layer.l1 or layer.l2 for layer in dense):
        moves.append("the L1 or L2 penalty")
    size = _size_of_the_target(prepared)
    return Setup(
        learning_rate=optimizer.learning_rate,
        scales_features=experiment.data.scaling != "none",
        activations=frozenset(layer.curve for layer in layers if layer.curve),
        normalizes_inputs=any(layer.scales_features for layer in first),
        normalizes=any(layer.normalizes for layer in layers),
        moves_anyway=tuple(moves),
        unscaled=_target(prepared) if size >= LARGE else None,
        scales_target=size < _NOTICEABLE,
        has_zeros=any(layer.initializer == "zeros" for layer in dense),
    )


def _size_of_the_target(prepared: Prepared) -> float:
    """The root mean square of an unscaled target of numbers; 0 for any other target."""
    if prepared.task is not Task.REGRESSION or (prepared.y_scale, prepared.y_offset) != (1.0, 0.0):
        return 0.0
    return float(numpy.sqrt(numpy.mean(prepared.training.y.astype(numpy.float64) ** 2)))


def _target(prepared: Prepared) -> Target:
    y = prepared.y.astype(numpy.float64)
    return Target(prepared.target, float(y.min()), float(y.max()))
