"""A learning rate that is changed in mid-run, as it shows in the weights that are kept."""

import threading
from collections.abc import Callable
from typing import Any

import numpy
import pytest
from numpy.typing import NDArray

from playground.experiment import Data, Dense, Experiment, Network, Optimizer, Training
from playground.messages.events import Event
from playground.pictures.format import decode
from playground.pictures.picture_maker import PictureMaker
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.usefixtures("without_xla")

HELD = 2  # the epoch after which the rate is another

Weights = NDArray[Any]  # all of them in a row


class SteppedRun:
    """A run that holds after each epoch, and every epoch's weights."""

    def __init__(self, optimizer: Optimizer) -> None:
        self._changed = threading.Condition()
        self._heard: list[Event] = []
        self.control = Control()
        self.control.pause()
        experiment = Experiment(
            data=Data(dataset="gaussians", options={"points": 60}),
            network=Network(layers=(Dense(units=3, activation="tanh"),)),
            # In full batches a step of SGD is one gradient times the rate.
            training=Training(epochs=10, batch_size=None, optimizer=optimizer),
        )
        picture_maker = PictureMaker(self._hear)
        arguments = (experiment, self._hear, self.control, picture_maker)
        self._thread = threading.Thread(target=train, args=arguments)
        self._thread.start()
        self._wait(lambda event: event.kind == "paused" and event.epoch == 0)

    def _hear(self, events: list[Event]) -> None:
        with self._changed:
            self._heard.extend(events)
            self._changed.notify_all()

    def _wait(self, wanted: Callable[[Event], bool]) -> Any:
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(wanted, self._heard)), SECONDS)
            return next(event for event in self._heard if wanted(event))

    def step_to(self, epoch: int) -> None:
        """Trains up to an epoch and holds there."""
        for done in range(1, epoch + 1):
            if not any(event.kind == "paused" and event.epoch == done for event in list(self._heard)):
                self.control.step()
                self._wait(lambda event, done=done: event.kind == "paused" and event.epoch == done)

    def set_learning_rate(self, value: float) -> None:
        """Changes the rate where the run is held."""
        self.control.set_learning_rate(value)
        self._wait(lambda event: event.kind == "learning_rate")

    def weights(self, epoch: int) -> Weights:
        """All weights and biases that are kept of an epoch."""
        shown = self._wait(lambda event: event.kind == "picture" and event.epoch == epoch)
        return decode(shown.bytes).arrays["weights"]

    def end(self) -> None:
        """Stops the run."""
        self.control.stop()
        self._thread.join(SECONDS)


def stepped(optimizer: Optimizer, then: float | None = None) -> list[Weights]:
    """The weights when held, and one epoch later, at another rate if `then` says so."""
    run = SteppedRun(optimizer)
    run.step_to(HELD)
    if then is not None:
        run.set_learning_rate(then)
    run.step_to(HELD + 1)
    found = [run.weights(HELD), run.weights(HELD + 1)]
    run.end()
    return found


def test_three_times_the_rate_is_exactly_three_times_the_step_of_sgd() -> None:
    sgd = Optimizer(name="sgd", learning_rate=0.05)
    (before, after), (before_change, after_change) = stepped(sgd), stepped(sgd, then=0.15)
    numpy.testing.assert_array_equal(before_change, before)
    assert not numpy.isclose(after, before, rtol=1e-6).all()
    numpy.testing.assert_allclose(after_change - before, 3 * (after - before), rtol=1e-3, atol=1e-6)


def test_adam_too_goes_on_from_the_same_weights_at_the_new_rate() -> None:
    adam = Optimizer(learning_rate=0.01)
    (before, after), (before_change, after_change) = stepped(adam), stepped(adam, then=0.001)
    numpy.testing.assert_array_equal(before_change, before)
    numpy.testing.assert_allclose(after_change - before, (after - before) / 10, rtol=1e-2, atol=1e-6)
