"""Replay: a run up to the epoch to which it went back, trained again without a word and without a wish."""

from collections.abc import Callable
from typing import Any

from playground.messages.events import Event
from playground.messages.jobs import Back


class Replay:
    """Repeats a run up to an epoch; the same seeds and rates give the same numbers, to the last bit.

    Args:
        back: the epoch, and the rates that a person has set before.
        stops: how often the run was asked to end before it begins: that counts from the epoch on.
        send: takes the events that come after it.
        ready: called at the epoch, before the first wish is met.

    Attributes:
        goes_on: whether the epoch is still to come.
        seconds: that the run had been trained up to there.
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
        """Passes events on; those of what is repeated were told before."""
        if not self.goes_on:
            self._send(*events)

    def gate(self, model: Any, epoch: int, batch: int) -> bool:
        """Sets the rate that a person set here; ends the replay at its epoch, and returns whether it goes on.

        Args:
            model: what is trained.
            epoch, batch: how many epochs are over, and how many batches of the next.
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
