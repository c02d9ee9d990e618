"""Comparing: whether the losses of an exported script are those of the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EPOCHS = 20  # at the beginning, in which the two must not differ
TOLERANCE = 1e-4  # relative
DIVERGED = 1000  # times the first loss: what is compared no more

LOSSES = ("loss", "val_loss")


@dataclass(frozen=True)
class Difference:
    """How far a script's losses are from a run's.

    Attributes:
        epochs: how many were compared.
        largest: the largest relative difference; infinite where one of the two diverged alone.
        epoch: where that was, counting the compared ones from 1; 0 where no two numbers differ.
        curve: `loss` or `val_loss`.
    """

    epochs: int
    largest: float = 0.0
    epoch: int = 0
    curve: str = "loss"

    @property
    def is_none(self) -> bool:
        """Whether both trained the same, up to `TOLERANCE`."""
        return self.largest <= TOLERANCE


def compare(run: Mapping[str, Sequence[float]], script: Mapping[str, Sequence[float]]) -> Difference:
    """Compares losses epoch by epoch, as far as both go and for `EPOCHS` epochs at most.

    A run that diverges is compared until its loss is `DIVERGED` times the first; from there on the script's must have
    diverged too.
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
