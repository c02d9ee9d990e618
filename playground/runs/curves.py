"""Curves: what a run's events have told of its epochs."""

import math
from collections.abc import Sequence
from typing import Any

from playground.experiment import Complete
from playground.experiment.best import Measured, monitor_of, search_for
from playground.messages.events import Carried, Epochs, LearningRate
from playground.runs.answers import shown

SPEED_SECONDS = 3.0  # epochs a second are those of the latest seconds of training


class Curves:
    """The values of each epoch; index 0 is the untrained network. An epoch that comes a second time changes nothing.

    Attributes:
        values: loss and metrics, one value an epoch, by name.
        shown: the same as JSON shows them.
        elapsed: seconds of training at the end of each epoch.
        rate_changes: of the learning rate: after which epoch and how many batches of the next, to what.
        search: for the best epoch, as far as the curves go.
        carried: what early stopping had counted before a branch began.
    """

    def __init__(self, experiment: Complete) -> None:
        self._experiment = experiment
        self.values: dict[str, list[float]] = {}
        self.shown: dict[str, list[float | None]] = {}
        self.elapsed: list[float] = []
        self.rate_changes: list[tuple[int, int, float]] = []
        self.search = search_for(experiment)
        self.carried: Measured | None = None

    @property
    def epoch(self) -> int:
        """The latest epoch heard of; -1 before the first."""
        return len(self.elapsed) - 1

    @property
    def learning_rates(self) -> list[tuple[int, float]]:
        """Changes of the learning rate: after which epoch, to what; the last one of each epoch."""
        return list({epoch: value for epoch, _, value in self.rate_changes}.items())

    @property
    def rates(self) -> list[float]:
        """The learning rate of each epoch; NaN where nothing was trained."""
        rate, changes = self._experiment.training.optimizer.learning_rate, dict(self.learning_rates)
        rates = [math.nan] * (self.epoch + 1)
        for epoch in range(self.search.first, self.epoch + 1):
            rate = changes.get(epoch - 1, rate)
            rates[epoch] = rate
        return rates

    @property
    def speed(self) -> float | None:
        """Epochs per second over the latest seconds, so that tracing and a slow start are soon forgotten."""
        last = len(self.elapsed) - 1
        if last < 1:
            return None
        first = last - 1
        # Halving the rest finds a window of about SPEED_SECONDS without walking through 10,000 epochs.
        low = 1 if last > 1 else 0  # the first epoch holds the tracing
        while low < first:
            middle = (low + first) // 2
            if self.elapsed[last] - self.elapsed[middle] > SPEED_SECONDS:
                low = middle + 1
            else:
                first = middle
        spent = self.elapsed[last] - self.elapsed[first]
        return (last - first) / spent if spent > 0 else None

    def begin(self) -> None:
        """Begins anew; what early stopping had counted before stays."""
        self.values, self.shown, self.elapsed, self.rate_changes = {}, {}, [], []
        self._search_again()

    def take(self, event: Epochs) -> None:
        """Takes in epochs."""
        first = event.first
        _put(self.elapsed, first, event.seconds, math.nan)
        # Pages go through the dicts in threads of their own: a new name is in a new dict.
        if new := event.logs.keys() - self.values.keys():
            self.values = self.values | {name: [] for name in event.logs if name in new}
            self.shown = self.shown | {name: [] for name in event.logs if name in new}
        for name, values in event.logs.items():
            _put(self.values[name], first, values, math.nan)
            _put(self.shown[name], first, [shown(value) for value in values], None)
        if first <= self.search.seen:  # heard before
            self._search_again()
        self._go_on_searching()

    def change_rate(self, event: LearningRate) -> None:
        """Takes in a change; heard a second time it takes the first's place, and what followed is heard again too."""
        while self.rate_changes and self.rate_changes[-1][:2] >= (event.epoch, event.batch):
            self.rate_changes.pop()
        self.rate_changes.append((event.epoch, event.batch, event.value))

    def go_back(self, epoch: int) -> None:
        """Forgets what came after an epoch."""
        del self.elapsed[epoch + 1 :]
        for values in self.values.values():
            del values[epoch + 1 :]
        for shown_values in self.shown.values():
            del shown_values[epoch + 1 :]
        self.rate_changes = [change for change in self.rate_changes if change[:2] <= (epoch, 0)]
        self._search_again()
        self._go_on_searching()

    def carry(self, event: Carried) -> None:
        """Takes in what early stopping had counted before a branch began."""
        self.carried = Measured(event.epoch, event.value)
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
    """Place values at index `first` and on; what lies between is missing."""
    row.extend([missing] * (first - len(row)))
    row[first : first + len(values)] = values
