"""Comparing: whether the losses of an exported script equal those of the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EPOCHS = 20  # the number of first epochs that are compared
TOLERANCE = 1e-4  # relative
DIVERGED = 1000  # larger losses than this many times the first one are not compared

LOSSES = ("loss", "val_loss")


@dataclass(frozen=True)
class Difference:
    """The difference between a script's and a run's losses.

    Attributes:
        epochs: how many epochs were compared.
        largest: the largest relative difference; infinite if only one of the two diverged.
        epoch: the epoch of that difference, counted from 1 among the compared ones; 0 if all numbers are equal.
        curve: `loss` or `val_loss`.
    """

    epochs: int
    largest: float = 0.0
    epoch: int = 0
    curve: str = "loss"

    @property
    def is_none(self) -> bool:
        """Whether the losses are equal up to `TOLERANCE`."""
        return self.largest <= TOLERANCE


def compare(run: Mapping[str, Sequence[float]], script: Mapping[str, Sequence[float]]) -> Difference:
    """Compares losses epoch by epoch, for at most `EPOCHS` epochs that both have.

    A diverging run is compared until its loss is `DIVERGED` times the first one; from there on the script's losses must
    have diverged too.

    """
    epochs = min(len(run["loss"]), len(script["loss"]), EPOCHS)
    found = Difference(epochs)
    for curve in LOSSES:
        ours, theirs = (np.asarray(curves[curve][:epochs], np.float64) for curves in (run, script))
        if not len(ours):
            continue
        end = _calm(ours)
        if end < epochs and _calm(theirs, DIVERGED / 2) == epochs:
            return Difference(epochs, float("inf"), end + 1, curve)
        apart = np.abs(theirs[:end] - ours[:end]) / np.maximum(np.abs(ours[:end]), 1e-7)
        apart = np.where(np.isnan(apart), np.inf, apart)
        if end and apart.max() > found.largest:
            found = Difference(epochs, float(apart.max()), int(apart.argmax()) + 1, curve)
    return found


def _calm(losses: NDArray[np.float64], times: float = DIVERGED) -> int:
    """How many epochs there are before the loss diverges."""
    wild = ~np.isfinite(losses) | (np.abs(losses) > times * np.abs(losses[0]))
    return int(wild.argmax()) if wild.any() else len(losses)
