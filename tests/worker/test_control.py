"""Wishes for a run that goes on: where it holds, how far a step goes, how fast it is."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from playground.experiment import Experiment
from playground.messages.events import Event
from playground.messages.wishes import Pause, SetLearningRate, Step, StepBatch, Stop, Wish
from playground.worker.control import Control
from playground.worker.job import train

pytestmark = pytest.mark.usefixtures("without_xla")

STEPS = 5  # batches an epoch: 45 training rows, 10 a batch


class Going:
    """A run in a thread of its own, whose events can be waited for."""

    def __init__(self, control: Control, **training: Any) -> None:
        self.heard: list[Event] = []
        self._changed = threading.Condition()
        experiment = Experiment.model_validate(
            {
                "data": {"dataset": "cereals"},
                "network": {"layers": [{"type": "dense", "units": 3}]},
                "training": {"epochs": 30, "batch_size": 10, **training},
            }
        )
        self.begin = time.monotonic()
        self.thread = threading.Thread(target=train, args=(experiment, self._hear, control))
        self.thread.start()

    def _hear(self, events: list[Event]) -> None:
        with self._changed:
            self.heard.extend(events)
            self._changed.notify_all()

    def wait(self, condition: Callable[[list[Event]], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self.heard), timeout=60)

    def wait_for_hold(self, epoch: int, batch: int) -> None:
        self.wait(lambda heard: held(heard) and held(heard)[-1] == (True, epoch, batch))

    def end(self) -> Event:
        self.wait(lambda heard: heard and heard[-1].kind == "ended")
        self.thread.join()
        return self.heard[-1]


def held(heard: list[Event]) -> list[tuple[bool, int, int]]:
    return [(e.paused, e.epoch, e.batch) for e in heard if e.kind == "paused"]


def curve(heard: list[Event]) -> list[float]:
    return [value for event in heard if event.kind == "epochs" for value in event.logs["val_loss"]]


def held_run() -> tuple[Control, Going]:
    """A run that holds before its first batch."""
    control = Control()
    control.pause()
    going = Going(control)
    going.wait_for_hold(0, 0)
    return control, going


@pytest.fixture
def undisturbed(without_xla: None) -> list[float]:
    going = Going(Control())
    going.end()
    return curve(going.heard)


def test_a_step_is_one_epoch_a_small_step_one_batch_and_none_changes_the_numbers(
    undisturbed: list[float],
) -> None:
    control, going = held_run()
    control.step()
    going.wait_for_hold(1, 0)
    assert len(curve(going.heard)) == 2
    control.step_batch()
    going.wait_for_hold(1, 1)
    control.step_batch()
    going.wait_for_hold(1, 2)
    control.step()
    going.wait_for_hold(2, 0)
    for batch in range(1, STEPS):
        control.step_batch()
        going.wait_for_hold(2, batch)
    control.step_batch()
    going.wait_for_hold(3, 0)
    control.resume()
    assert going.end().status == "finished"
    assert curve(going.heard) == undisturbed


def test_steps_asked_for_at_once_are_all_taken() -> None:
    control, going = held_run()
    for _ in range(3):
        control.step()
    going.wait_for_hold(3, 0)
    control.stop()
    assert going.end().status == "stopped"


def test_steps_of_both_kinds_asked_for_at_once_are_all_taken_in_their_order() -> None:
    control, going = held_run()
    for step in (control.step, control.step_batch, control.step_batch, control.step, control.step_batch):
        step()
    going.wait_for_hold(2, 1)
    control.stop()
    assert going.end().status == "stopped"


def test_a_run_that_is_held_can_be_stopped() -> None:
    control, going = held_run()
    control.stop()
    end = going.end()
    assert (end.status, end.epochs) == ("stopped", 0)


def test_a_new_learning_rate_counts_from_where_the_run_is_held(undisturbed: list[float]) -> None:
    control, going = held_run()
    control.step()
    going.wait_for_hold(1, 0)
    control.set_learning_rate(0.5)
    going.wait(lambda heard: any(event.kind == "learning_rate" for event in heard))
    control.resume()
    going.end()
    changed = curve(going.heard)
    told = next(event for event in going.heard if event.kind == "learning_rate")
    assert (told.epoch, told.value) == (1, 0.5)
    assert changed[:2] == undisturbed[:2]
    assert changed[2] != undisturbed[2]


def test_held_time_is_no_training_time() -> None:
    control = Control()
    control.pause()
    going = Going(control, epochs=1)
    going.wait_for_hold(0, 0)
    control.step_batch()
    going.wait_for_hold(0, 1)
    held_since = time.monotonic()
    for _ in range(3):  # far longer than this run took to get here
        Going(Control(), epochs=1).end()
    held = time.monotonic() - held_since
    control.resume()
    took = going.end().seconds
    assert took <= time.monotonic() - going.begin - held


@pytest.mark.parametrize("wish", [Pause(), Step(), StepBatch()])
def test_a_wish_is_told_by_its_type(wish: Wish) -> None:
    control = Control()
    control.take(wish)
    assert control.most_batches == (1 if isinstance(wish, StepBatch) else None)
    control.take(SetLearningRate(value=0.5))
    assert control.take_learning_rate() == 0.5
    control.take(Stop())
    assert control.stopped
