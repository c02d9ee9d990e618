"""The way to a branch's begin is told, can be paused and stopped, and has its limit of seconds."""

from collections.abc import Callable
from typing import Any

import pytest

from playground.experiment import Experiment
from playground.limits import Limits
from playground.messages.checkpoint import Checkpoint, Held
from playground.messages.events import Event, OnTheWay, Paused
from playground.worker import job, stopwatch
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.branches import CARRIES, branched, curve, grown

pytestmark = pytest.mark.usefixtures("few_epochs_before_xla", "without_xla")


def way(experiment: Experiment, control: Control, do: Callable[[Event], None]) -> list[Event]:
    """A run whose events are seen as they come, also those of the way to its branch."""
    heard: list[Event] = []

    def hear(events: list[Event]) -> None:
        for event in events:
            heard.append(event)
            do(event)

    train(experiment, hear, control)
    return heard


LONG = {"epochs": 10_000, "early_stopping": None, "reduce_lr_on_plateau": None}


def test_the_way_to_a_branch_is_told_and_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(stopwatch.Stopwatch.__init__, "__defaults__", (0.0, lambda: now[0]))
    monkeypatch.setattr(job, "limits", lambda: Limits(max_seconds=10))

    def late(event: Event) -> None:
        if event.kind == "on_the_way":
            now[0] += 11

    heard = way(grown(9_000, parent=LONG), Control(), late)
    assert heard[0] == OnTheWay(epoch=0, until=9_000)
    assert heard[-1].status == "stopped"
    assert "10 seconds" in heard[-1].reason


def test_the_way_to_a_branch_can_be_paused_and_stopped() -> None:
    control = Control()

    def do(event: Event) -> None:
        match event:
            case OnTheWay():
                control.pause()
            case Paused(paused=True):
                control.resume()
            case Paused(paused=False):
                control.stop()

    heard = way(grown(9_000, parent=LONG), control, do)
    assert [event.kind for event in heard][:3] == ["on_the_way", "paused", "paused"]
    assert heard[-1].status == "stopped"


def test_the_seconds_of_a_way_that_gave_up_its_worker_go_on_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(stopwatch.Stopwatch.__init__, "__defaults__", (0.0, lambda: now[0]))
    monkeypatch.setattr(job, "limits", lambda: Limits(max_seconds=10))
    what, control = grown(9_000, parent=LONG), Control()

    def leave(events: list[Event]) -> None:
        match events[-1]:
            case OnTheWay():
                now[0] += 6
                control.pause()
            case Paused(paused=True):
                now[0] += 100  # held: these do not count
                assert control.give_up()

    held = train(what, leave, control)
    assert isinstance(held, Held)
    checkpoint = Checkpoint.decode(held.content)
    assert checkpoint.spent == 6
    heard, control = [], Control()
    control.put_back(checkpoint)
    control.resume()

    def go_on(events: list[Event]) -> None:
        heard.extend(events)
        now[0] += 6

    assert train(what, go_on, control, checkpoint=checkpoint) is None
    assert [event.kind for event in heard] == ["on_the_way", "ended"]
    assert "10 seconds" in heard[-1].reason


def test_a_pause_asked_for_with_a_branch_holds_at_its_begin() -> None:
    control = Control()
    control.pause()
    control.step()

    def do(event: Event) -> None:
        if event.kind == "paused":
            control.stop()

    heard = way(grown(3), control, do)
    held = next(event for event in heard if event.kind == "paused")
    assert (held.paused, held.epoch) == (True, 4)


@pytest.mark.parametrize(
    "parent",
    [
        {**CARRIES, "early_stopping": {"monitor": "val_loss", "min_delta": 1000, "patience": 2}},
        {**CARRIES, "loss": "mse", "optimizer": {"name": "sgd", "learning_rate": 100}},
    ],
    ids=["early stopping", "diverged"],
)
def test_a_branch_at_an_epoch_that_its_parent_never_reaches_ends_with_a_sentence(
    parent: dict[str, Any],
) -> None:
    _, _, end = curve(grown(14, parent=parent))
    assert end.status == "failed"
    assert "it has no epoch 14 to branch off" in end.reason


def test_a_branch_can_be_stopped_before_it_has_begun() -> None:
    control = Control()
    control.stop()
    assert curve(branched(3), control)[2].status == "stopped"
