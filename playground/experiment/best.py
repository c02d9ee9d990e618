"""Best: which epoch of a run is its best, and which epoch's weights early stopping restores.

*Best* is the epoch that early stopping counts as best; without early stopping it is the epoch with the best monitored
value, from the run's first epoch on. *Kept* is the epoch whose weights the run has at its end: the restored one where
weights were restored, else the last. Worker, page, store and command line all use this file, so there is no Keras here.
"""

import math
from collections.abc import Sequence
from ctypes import c_float
from dataclasses import dataclass
from typing import NamedTuple

from playground.experiment import EarlyStopping, Experiment
from playground.words import is_better, larger_is_better

MONITOR = "val_loss"  # without early stopping


class EpochValue(NamedTuple):
    """An epoch, counted from 1, and the value of the monitored curve there."""

    epoch: int
    value: float


@dataclass
class BestSearch:
    """Follows one curve, epoch by epoch, and finds its best epoch so far.

    Attributes:
        monitor: name of the curve, with its `val_` if it has one.
        stopping: the early stopping that watches this curve; None if there is none.
        first: the first epoch that can be the best; in a branch, the one after the epoch at which it left its parent.
        counted: the best epoch for early stopping. A branch that continues its parent's early stopping begins with an
            epoch of its parent. The value may be NaN, because Keras takes the first value in any case.
        extreme: the best finite value from `first` on, even if early stopping does not count it, because it came too
            early or improved by less than `min_delta`.
        seen: the last epoch that was added.
    """

    monitor: str
    stopping: EarlyStopping | None = None
    first: int = 1
    counted: EpochValue | None = None
    extreme: EpochValue | None = None
    seen: int = 0

    def take(self, epoch: int, value: float) -> None:
        """Adds the value of the next epoch; epochs before `first` do not count."""
        self.seen = epoch
        if epoch < self.first:
            return
        if math.isfinite(value) and (
            self.extreme is None or is_better(self.monitor, value, self.extreme.value)
        ):
            self.extreme = EpochValue(epoch, value)
        if self.stopping is not None and epoch > self.stopping.start_from_epoch and self._improves(value):
            self.counted = EpochValue(epoch, value)

    @property
    def best(self) -> EpochValue | None:
        """The best epoch so far and its value, always a finite number."""
        if self.counted is not None and math.isfinite(self.counted.value):
            return self.counted
        return self.extreme

    @property
    def restorable(self) -> int | None:
        """The epoch whose weights early stopping restores at every end of the run; None if it restores none."""
        if self.stopping is None or not self.stopping.restore_best_weights or self.counted is None:
            return None
        return self.counted.epoch

    @property
    def passed_over(self) -> EpochValue | None:
        """The epoch with a better value than the best one that early stopping did not count; None if there is none."""
        best, extreme = self.best, self.extreme
        if best is None or extreme is None or best == extreme:
            return None
        return extreme if is_better(self.monitor, single(extreme.value), single(best.value)) else None

    def _improves(self, value: float) -> bool:
        """Keras' own comparison, in Keras' precision."""
        assert self.stopping is not None
        if self.counted is None:
            return True
        margin = -self.stopping.min_delta if larger_is_better(self.monitor) else self.stopping.min_delta
        return is_better(self.monitor, single(value + margin), single(self.counted.value))


def monitor_of(experiment: Experiment) -> str:
    """The name of the curve that decides which epoch of this experiment is the best."""
    stopping = experiment.training.early_stopping
    return stopping.monitor if stopping is not None else MONITOR


def search_for(experiment: Experiment, name: str | None = None) -> BestSearch:
    """The search for the best epoch of a run of this experiment, by its monitor or by another curve."""
    stopping, branch = experiment.training.early_stopping, experiment.branch
    name = name or monitor_of(experiment)
    watching = stopping if stopping is not None and stopping.monitor == name else None
    return BestSearch(name, watching, branch.epoch + 1 if branch is not None else 1)


def search(experiment: Experiment, curve: Sequence[float], name: str | None = None) -> BestSearch:
    """The search over a whole curve, whose value at index 0 is that of the untrained network."""
    found = search_for(experiment, name)
    for epoch in range(1, len(curve)):
        found.take(epoch, curve[epoch])
    return found


def reaches(name: str, value: float, target: float) -> bool:
    """Whether `value` of the quantity `name` has reached a target, in Keras' precision."""
    return single(value) == single(target) or is_better(name, single(value), single(target))


def single(value: float) -> float:
    """The nearest number in single precision (infinite if it is too large)."""
    return c_float(value).value
