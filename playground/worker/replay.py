"""Replay: the repetition of a run, without events and wishes, up to the epoch to which it went back."""

from collections.abc import Callable
from typing import Any

from playground.messages.events import Event
from playground.messages.jobs import Back


class Replay:
    """Repeats a run up to an epoch; the same seeds and rates give the same numbers, to the last bit.

    Args:
        back: the epoch, and the learning rates that a person set before it.
        stops: how many `Stop` wishes came before the replay; they count from the epoch on.
        send: takes the events after the replay.
        ready: called at the epoch, before the first wish is met.

    Attributes:
        goes_on: whether the replay has not reached the epoch yet.
        seconds: the seconds of training up to the epoch.
        stops: as given.
    """

    def __init__(self, back: Back, stops: int, send: Callable[..., None], ready: Callable[[], None]) -> None:
        self.goes_on = True
        self.seconds = back.seconds
        self.stops = stops
        self._epoch = back.epoch
        self._rates = {(epoch, batch): value for epoch, batch, value in back.rates}
        self._send = send
        self._ready = ready

    def send(self, *events: Event) -> None:
        """Passes events on after the replay; events during the replay were sent before."""
        if not self.goes_on:
            self._send(*events)

    def gate(self, model: Any, epoch: int, batch: int) -> bool:
        """Sets the rate that a person set at this position; returns whether the replay goes on, up to its epoch.


        Args:
            model: the model in training.
            epoch, batch: the number of finished epochs, and of finished batches of the next epoch.

        """
        if (rate := self._rates.get((epoch, batch))) is not None:
            model.optimizer.learning_rate.assign(rate)
        if (epoch, batch) >= (self._epoch, 0):
            self.goes_on = False
            self._ready()
        return self.goes_on

    def most_batches(self, epoch: int, batch: int) -> int | None:
        """How many batches may be trained until the next gate; None for any number."""
        ahead = [later - batch for known, later in self._rates if known == epoch and later > batch]
        return min(ahead, default=None)
