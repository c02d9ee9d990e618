"""Setup: the facts of an experiment that a diagnosis uses."""

from dataclasses import dataclass
from itertools import takewhile

import numpy

from playground.datasets import Prepared
from playground.experiment import Dense, Experiment
from playground.words import OPTIMIZERS, Task

LARGE = 100.0  # root mean square of a target for which first weights are far too small
_NOTICEABLE = 3.0  # root mean square of a target that can make steps too large

_WITH_MOMENTUM = frozenset({"adam", "adamw", "nadam", "adamax"})


@dataclass(frozen=True)
class Target:
    """A target column of numbers: its name, and the least and the greatest of all rows in use."""

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
        normalizes_inputs: whether a batch normalization stands before the first dense layer.
        normalizes: whether there is a normalization anywhere.
        moves_anyway: what moves a weight that gets no gradient, in words.
        unscaled: the target, where it is large and not scaled.
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
        """Units that cannot die, as something to try where there are others."""
        return ["leaky ReLU instead of ReLU"] if "relu" in self.activations else []

    @property
    def other_weights(self) -> list[str]:
        """Other first weights, as something to try where zeros keep all units alike."""
        return ["first weights that are not zeros"] if self.has_zeros else []

    @property
    def scaled_target(self) -> list[str]:
        """A scaled target as something to try; nothing where it is, or where the features come first."""
        return ["scaling the target"] if self.scales_features and not self.scales_target else []

    @property
    def smaller_rate(self) -> str:
        """A smaller learning rate as something to try."""
        return f"a smaller learning rate (now {self.learning_rate:g})"

    @property
    def scaled_inputs(self) -> list[str]:
        """Ways to bring the features to one size, as something to try; none where they are."""
        if self.scales_features or self.normalizes_inputs:
            return []
        return ["scaling the features", "a BatchNormalization as the first layer"]


def setup(experiment: Experiment, prepared: Prepared) -> Setup:
    """The facts of an experiment on its prepared data."""
    layers, optimizer = experiment.network.layers, experiment.training.optimizer
    # Before the first layer that weighs them, each value is still that of one feature.
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
    """The root mean square of a target of numbers that is not scaled, 0 of any other."""
    if prepared.task is not Task.REGRESSION or (prepared.y_scale, prepared.y_offset) != (1.0, 0.0):
        return 0.0
    return float(numpy.sqrt(numpy.mean(prepared.training.y.astype(numpy.float64) ** 2)))


def _target(prepared: Prepared) -> Target:
    y = prepared.y.astype(numpy.float64)
    return Target(prepared.target, float(y.min()), float(y.max()))
