"""The callbacks that report on a run and end it."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from playground.experiment import StopAt, Training
from playground.experiment.best import BestSearch, EpochValue, reaches
from playground.experiment.watching import arguments
from playground.messages.checkpoint import BestState
from playground.messages.events import Carried, Epochs, Event, LearningRate, Paused
from playground.network.backend import keras
from playground.worker.control import Control
from playground.worker.replay import Replay
from playground.worker.stopwatch import Stopwatch


class RunCallback(keras.callbacks.Callback):  # type: ignore[misc]
    """Reports on a run, and stops it on request, when its time is over, or when the loss is not finite.

    Epochs count from 1; epoch 0 is the untrained network.

    Args:
        send: takes events.
        control: a person's wishes.
        search: finds the best epoch.
        max_seconds: the seconds of training after which the run is stopped.
        watch: counts the seconds of training.
        opening: makes the first events, before anything is compiled.
        on_hold: called when the run is held, with the finished epochs and the finished batches of the next epoch.
        give_up: called with the same when the run leaves its worker; training ends here and continues elsewhere.
        first_epoch: how many epochs were finished before training begins here.
        stopping: the run's early stopping, which may continue from a parent's.
        first_batch: how many batches of the next epoch were finished too.
        held: whether the run is held, by its last event.
        replay: the part of the run that is trained again; None if there is none.

    Attributes:
        max_seconds: as given.
        epoch: the last finished epoch.
        seconds: the seconds of training from the start of epoch 1, without the time in which the run was held.
        began: the reading of the watch at the start of epoch 1.
        asked_to_stop, out_of_time, given_up: why the run was stopped, if it was.
        diverged: the name of the curve that became NaN or infinite; "" if none did.
    """

    carried = ("best", "seconds", "began")

    def __init__(
        self,
        send: Callable[..., None],
        control: Control,
        search: BestSearch,
        max_seconds: float,
        opening: Callable[[], Sequence[Event]],
        on_hold: Callable[[int, int], None] | None = None,
        give_up: Callable[[int, int], None] | None = None,
        first_epoch: int = 0,
        stopping: Any | None = None,
        first_batch: int = 0,
        held: bool = False,
        watch: Stopwatch | None = None,
        replay: Replay | None = None,
    ) -> None:
        super().__init__()
        self._send = send
        self._replay = replay
        self._control = control
        self._search = search
        self._stopping = stopping
        self.max_seconds = max_seconds
        self._opening = opening
        self._on_hold = on_hold
        self._give_up = give_up
        self._watch = watch or Stopwatch()
        self.held = held
        self.began: float | None = None
        self._first = (first_epoch, first_batch)
        self._iterations = 0
        self.epoch = first_epoch
        self.seconds = 0.0
        self.asked_to_stop = False
        self.out_of_time = False
        self.given_up = False
        self.diverged = ""

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        self._iterations = int(self.model.optimizer.iterations)
        self._send(*self._opening())
        self.on_interval()

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        self._watch.start()
        if self.began is None:
            self.began = self._watch.seconds

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.epoch = epoch + 1
        self.seconds = self._watch.seconds - (self.began or 0.0)
        curves = {name: [float(value)] for name, value in logs.items()}
        self._carry_on()
        self._send(Epochs(first=self.epoch, logs=curves, seconds=[self.seconds]))
        self._search.take(self.epoch, logs.get(self._search.monitor, math.nan))
        for name in ("loss", "val_loss"):
            if name in logs and not math.isfinite(logs[name]):
                self.diverged = name
                self.model.stop_training = True
                break
        self.on_interval()

    @property
    def batches(self) -> int:
        """How many batches were trained since the last finished epoch."""
        first_epoch, first_batch = self._first
        trained = int(self.model.optimizer.iterations) - self._iterations + first_batch
        return trained - (self.epoch - first_epoch) * int(self.params["steps"])

    @property
    def best(self) -> BestState | None:
        """The best epoch so far; None before the first."""
        found, monitor = self._search.best, self._search.monitor
        return None if found is None else BestState(epoch=found.epoch, monitor=monitor, value=found.value)

    @best.setter
    def best(self, known: BestState | None) -> None:
        """Sets the best epoch from a checkpoint; `_carry_on` takes the one of early stopping."""
        self._search.extreme = None if known is None else EpochValue(known["epoch"], known["value"])

    @property
    def _is_stopped(self) -> bool:
        """Whether the run should end here; a stop at the end of a replay does not count before that end."""
        if self._replay is not None and self._replay.goes_on:
            return self._control.stops > self._replay.stops
        return self._control.stopped

    def on_interval(self) -> None:
        if self._is_stopped:
            self.asked_to_stop = True
            self.model.stop_training = True
        elif self._watch.seconds > self.max_seconds:
            self.out_of_time = True
            self.model.stop_training = True

    def on_gate(self, batch: int) -> int | None:
        """Runs before each call of TensorFlow: waits while the run is held, and sets the learning rate."""
        if self._replay is not None and self._replay.goes_on:
            if self._replay.gate(self.model, self.epoch, batch):
                self.on_interval()
                return self._replay.most_batches(self.epoch, batch)
            self.seconds = self._replay.seconds
            self.began = self._watch.seconds - self.seconds
        while True:
            if not self._control.gate(self.epoch, batch, lambda held: self._hold(held, batch)):
                break
            rate = self._control.take_learning_rate()
            if rate is None:
                break
            self.model.optimizer.learning_rate.assign(rate)
            self._send(LearningRate(epoch=self.epoch, batch=batch, value=rate))
        if self._give_up is not None and self._control.gives_up:
            self._watch.stop()
            self._give_up(self.epoch, batch)
            self.given_up = True
            self.model.stop_training = True
        else:
            self.on_interval()
        return self._control.most_batches

    def _hold(self, held: bool, batch: int) -> None:
        if held:
            self._watch.stop()
        else:
            self._watch.start()
        if held == self.held:
            return
        self.held = held
        if held and self._on_hold is not None:
            self._on_hold(self.epoch, batch)
        self._send(Paused(paused=held, epoch=self.epoch, batch=batch))

    def _carry_on(self) -> None:
        """Takes over the best epoch of early stopping before the first epoch is counted."""
        stopping, self._stopping = self._stopping, None
        if stopping is None or stopping.best is None:
            return
        self._search.counted = counted = EpochValue(stopping.best_epoch + 1, float(stopping.best))
        if counted.epoch < self._search.first:
            self._send(Carried(epoch=counted.epoch, value=counted.value))


def early_stopping(training: Training) -> Any | None:
    """Keras' EarlyStopping with the experiment's settings; None if it has none."""
    settings = training.early_stopping
    if settings is None:
        return None
    return keras.callbacks.EarlyStopping(**arguments(settings))


class StopAtValue(keras.callbacks.Callback):  # type: ignore[misc]
    """Ends training after the first epoch in which a curve reaches a value.

    Attributes:
        reached: the value of the curve at that end; None before.
    """

    def __init__(self, settings: StopAt) -> None:
        super().__init__()
        self._settings = settings
        self.reached: float | None = None

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        monitor, target = self._settings.monitor, self._settings.value
        value = logs.get(monitor, math.nan)
        if reaches(monitor, value, target):
            self.reached = float(value)
            self.model.stop_training = True


def stop_at(training: Training) -> StopAtValue | None:
    """The callback that ends the run at its target value; None if it has none."""
    return None if training.stop_at is None else StopAtValue(training.stop_at)
