"""The callbacks that change the learning rate of a run and report the changes."""

from collections.abc import Callable
from typing import Any

import numpy as np

from playground.experiment import Training
from playground.experiment.schedule import rate_at
from playground.experiment.watching import arguments
from playground.messages.events import LearningRate
from playground.network.backend import keras


class LearningRateWatch(keras.callbacks.Callback):  # type: ignore[misc]
    """Reports a change of the learning rate by another callback at the end of an epoch.

    It must come after that callback in the list, and after `RunCallback`, which reports a rate set by hand itself.
    """

    carried = ("_value",)

    def __init__(self, send: Callable[..., None]) -> None:
        super().__init__()
        self._send = send
        self._value = 0.0

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        self._value = learning_rate_of(self.model)

    def on_gate(self, batch: int) -> None:  # noqa: ARG002
        self._value = learning_rate_of(self.model)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        value = learning_rate_of(self.model)
        if value != self._value:
            self._value = value
            self._send(LearningRate(epoch=epoch + 1, value=value))


class LearningRateSchedule(keras.callbacks.Callback):  # type: ignore[misc]
    """Sets the learning rate of each epoch from a schedule, like Keras' LearningRateScheduler, and reports it.

    A rate set by a person, or by the replay of one, ends the schedule. It must come after `RunCallback` in the list,
    which sends the first events.
    """

    carried = ("value", "ended")

    def __init__(self, training: Training, send: Callable[..., None]) -> None:
        super().__init__()
        self._training = training
        self._send = send
        self.value: float | None = None
        self.ended = False

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        self.value, self.ended = None, False

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        now = learning_rate_of(self.model)
        self.ended = self.ended or self.value not in (None, now)
        if self.ended:
            return
        self.model.optimizer.learning_rate.assign(rate_at(self._training, epoch))
        self.value = learning_rate_of(self.model)
        if self.value != now:
            self._send(LearningRate(epoch=epoch, value=self.value))


def schedule(training: Training, send: Callable[..., None] = lambda *_: None) -> LearningRateSchedule | None:
    """The callback of the experiment's schedule; None if it has none. `send` takes its events."""
    return None if training.schedule is None else LearningRateSchedule(training, send)


def learning_rate_of(model: Any) -> float:
    """The learning rate of a compiled model, with the fewest digits for its single precision: 0.001."""
    return float(str(np.float32(model.optimizer.learning_rate)))


def reduce_lr_on_plateau(training: Training) -> Any | None:
    """Keras' ReduceLROnPlateau with the experiment's settings; None if it has none."""
    settings = training.reduce_lr_on_plateau
    if settings is None:
        return None
    return keras.callbacks.ReduceLROnPlateau(**arguments(settings))
