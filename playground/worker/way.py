"""The way to a branch: the parent is trained again, within the limits and wishes of the branch."""

import math
import time
from collections.abc import Callable
from typing import Any

from playground.errors import ExperimentError, Problem
from playground.experiment import Branch
from playground.messages.checkpoint import CallbackStates
from playground.messages.events import OnTheWay, Paused
from playground.network.backend import keras
from playground.worker.carried import Variables, states_of, variables_of
from playground.worker.control import Control
from playground.worker.stopwatch import Stopwatch

TELL_SECONDS = 0.5  # between two events on the progress of the way


class Way:
    """The limits of a run and its person's wishes before its own first epoch.

    Args:
        control: a person's wishes.
        watch: counts the seconds of the way and of the run together.
        max_seconds: the seconds of both after which the run is stopped.
        send: takes events.
        stops: how many `Stop` wishes are for an epoch after the way.
    """

    def __init__(
        self,
        control: Control,
        watch: Stopwatch,
        max_seconds: float,
        send: Callable[..., None],
        stops: int = 0,
    ) -> None:
        self.control = control
        self.watch = watch
        self.send = send
        self._max_seconds = max_seconds
        self._stops = stops

    @property
    def out_of_time(self) -> bool:
        """Whether the run's time is over."""
        return self.watch.seconds > self._max_seconds

    @property
    def is_over(self) -> bool:
        """Whether the run ends, or leaves its worker, before its first epoch."""
        return self.control.stops > self._stops or self.control.gives_up or self.out_of_time


class WayToBranch(keras.callbacks.Callback):  # type: ignore[misc]
    """Repeats a parent's training up to the epoch of a branch; must be the last callback in the list.

    Attributes:
        variables: the model's variables at that epoch, from `variables_of`; None before it.
        states: the callbacks' states at that epoch, from `states_of`.
        logs: loss and metrics at that epoch by name; None before it.
    """

    def __init__(self, branch: Branch, way: Way, others: list[Any]) -> None:
        super().__init__()
        self._branch = branch
        self._rates = dict(branch.learning_rates)
        self._way = way
        self._others = others
        self._epoch = 0
        self._held = False
        self._last_report = 0.0
        self.variables: Variables | None = None
        self.states: CallbackStates = {}
        self.logs: dict[str, float] | None = None

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002 -- Keras' signature
        self._epoch = epoch
        if (rate := self._rates.get(epoch)) is not None:
            self.model.optimizer.learning_rate.assign(rate)
        if time.monotonic() - self._last_report > TELL_SECONDS:
            self._last_report = time.monotonic()
            self._way.send(OnTheWay(epoch=epoch, until=self._branch.epoch))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if epoch + 1 == self._branch.epoch:
            # Read now, because early stopping replaces the weights by the best ones at the end of training.
            self.variables = variables_of(self.model)
            self.states = states_of(self._others)
            # a callback before this one may have added the learning rate, which is not a measure
            self.logs = {name: value for name, value in logs.items() if name != "learning_rate"}
        elif not all(math.isfinite(logs.get(name, 0.0)) for name in ("loss", "val_loss")):
            self.model.stop_training = True

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002 -- Keras' signature
        if self.variables is None and not self._way.is_over:
            sentence = (
                f"The parent of this branch ends after epoch {self._epoch + 1}, so it has no epoch "
                f"{self._branch.epoch} to branch off. Choose an earlier one."
            )
            raise ExperimentError(Problem("branch.epoch", sentence))

    def on_interval(self) -> None:
        if self._way.is_over:
            self.model.stop_training = True

    def on_gate(self, batch: int) -> int | None:
        self._way.control.gate_on_the_way(lambda held: self._hold(held, batch))
        self.on_interval()
        return None

    def _hold(self, held: bool, batch: int) -> None:
        if held:
            self._way.watch.stop()
        else:
            self._way.watch.start()
        self._way.send(Paused(paused=held, epoch=self._epoch, batch=batch))
