"""Curves: the epochs of a run, from its events."""

import math
from collections.abc import Sequence
from typing import Any

from playground.experiment import Complete
from playground.experiment.best import EpochValue, monitor_of, search_for
from playground.messages.events import Carried, Epochs, LearningRate
from playground.runs.answers import as_number

SPEED_SECONDS = 3.0  # epochs per second are measured over the latest seconds of training


class Curves:
    """The values of each epoch; index 0 is the untrained network. A repeated epoch changes nothing.

    Attributes:
        values: loss and metrics, one value an epoch, by name.
        shown: the values ready for JSON.
        elapsed: seconds of training at the end of each epoch.
        rate_changes: of the learning rate: the epoch, the batches of the next epoch, and the new rate.
        search: the search for the best epoch so far.
        carried: the state of early stopping at the beginning of a branch.
    """

    def __init__(self, experiment: Complete) -> None:
        self._experiment = experiment
        self.values: dict[str, list[float]] = {}
        self.shown: dict[str, list[float | None]] = {}
        self.elapsed: list[float] = []
        self.rate_changes: list[tuple[int, int, float]] = []
        self.search = search_for(experiment)
        self.carried: EpochValue | None = None

    @property
    def epoch(self) -> int:
        """The latest epoch; -1 before the first."""
        return len(self.elapsed) - 1

    @property
    def learning_rates(self) -> list[tuple[int, float]]:
        """The last change of the learning rate in each epoch: the epoch after which it came, and the new rate."""
        return list({epoch: value for epoch, _, value in self.rate_changes}.items())

    @property
    def rates(self) -> list[float]:
        """The learning rate of each epoch; NaN for the untrained network."""
        rate, changes = self._experiment.training.optimizer.learning_rate, dict(self.learning_rates)
        rates = [math.nan] * (self.epoch + 1)
        for epoch in range(self.search.first, self.epoch + 1):
            rate = changes.get(epoch - 1, rate)
            rates[epoch] = rate
        return rates

    @property
    def speed(self) -> float | None:
        """Epochs per second over the latest seconds, so that tracing and a slow start soon no longer count."""
        last = len(self.elapsed) - 1
        if last < 1:
            return None
        first = last - 1
        # Halving the range finds a window of about SPEED_SECONDS without a walk through 10,000 epochs.
        low = 1 if last > 1 else 0  # the first epoch includes the tracing
        while low < first:
            middle = (low + first) // 2
            if self.elapsed[last] - self.elapsed[middle] > SPEED_SECONDS:
                low = middle + 1
            else:
                first = middle
        spent = self.elapsed[last] - self.elapsed[first]
        return (last - first) / spent if spent > 0 else None

    def begin(self) -> None:
        """Clears the epochs; keeps `carried`."""
        self.values, self.shown, self.elapsed, self.rate_changes = {}, {}, [], []
        self._search_again()

    def take(self, event: Epochs) -> None:
        """Adds epochs."""
        first = event.first
        _put(self.elapsed, first, event.seconds, math.nan)
        # Pages iterate over the dicts in other threads, so a new name needs a new dict.
        if new := event.logs.keys() - self.values.keys():
            self.values = self.values | {name: [] for name in event.logs if name in new}
            self.shown = self.shown | {name: [] for name in event.logs if name in new}
        for name, values in event.logs.items():
            _put(self.values[name], first, values, math.nan)
            _put(self.shown[name], first, [as_number(value) for value in values], None)
        if first <= self.search.seen:  # a repeated event
            self._search_again()
        self._go_on_searching()

    def change_rate(self, event: LearningRate) -> None:
        """Adds a change. A repeated one replaces the first and removes later changes, which are repeated too."""
        while self.rate_changes and self.rate_changes[-1][:2] >= (event.epoch, event.batch):
            self.rate_changes.pop()
        self.rate_changes.append((event.epoch, event.batch, event.value))

    def go_back(self, epoch: int) -> None:
        """Removes everything after an epoch."""
        del self.elapsed[epoch + 1 :]
        for values in self.values.values():
            del values[epoch + 1 :]
        for shown_values in self.shown.values():
            del shown_values[epoch + 1 :]
        self.rate_changes = [change for change in self.rate_changes if change[:2] <= (epoch, 0)]
        self._search_again()
        self._go_on_searching()

    def carry(self, event: Carried) -> None:
        """Sets the state of early stopping at the beginning of a branch."""
        self.carried = EpochValue(event.epoch, event.value)
        self._search_again()
        self._go_on_searching()

    def _search_again(self) -> None:
        self.search = search_for(self._experiment)
        self.search.counted = self.carried

    def _go_on_searching(self) -> None:
        values = self.values.get(monitor_of(self._experiment), ())
        for epoch in range(self.search.seen + 1, len(values)):
            self.search.take(epoch, values[epoch])


def _put(row: list[Any], first: int, values: Sequence[Any], missing: Any) -> None:
    """Puts values at the indices from `first` on; skipped indices are missing values."""
    row.extend([missing] * (first - len(row)))
    row[first : first + len(values)] = values
