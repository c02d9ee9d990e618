"""How fast a run is, how long it waited, and how long it will take."""

import pytest

from playground.messages.events import Paused, Started
from playground.runs import Run
from tests.support.heard_runs import began, ended, epochs, experiment, heard


def test_speed_is_that_of_the_latest_seconds() -> None:
    slow = [0.0, *(5.0 + i for i in range(10))]  # tracing takes five seconds, then an epoch a second
    fast = [slow[-1] + 0.1 * (i + 1) for i in range(30 - 1)]
    seconds = slow + fast
    run = heard([began(), epochs(0, [1.0] * len(seconds), seconds)])
    assert run.epoch == 39
    told = run.since(39)
    assert told["epochs_per_second"] == pytest.approx(10, rel=0.2)
    assert told["seconds_left"] == pytest.approx(0.1, rel=0.2)
    run.hear([ended()])
    assert run.since(39)["seconds_left"] is None


def test_the_wait_for_a_worker_and_the_first_epoch_are_told_apart_from_training() -> None:
    run = heard()
    assert run.since(0)["waited_seconds"] is None
    run.started_at -= 60
    run.hear([Started(), began(), epochs(0, [1.0, 0.5, 0.4], [0.0, 4.0, 4.5])])
    answer = run.since(0)
    assert answer["waited_seconds"] == pytest.approx(60, abs=30)
    assert (answer["elapsed"], answer["seconds"]) == ([0.0, 4.0, 4.5], 4.5)
    run.hear([Paused(paused=True, epoch=2, batch=0), Started()])  # held in between: no other wait
    assert run.since(0)["waited_seconds"] == answer["waited_seconds"]


def test_the_wait_of_a_run_of_an_earlier_server_is_not_known() -> None:
    run = Run("r", "somebody", experiment(), started_at=1.0)
    run.hear([Started()])
    assert run.since(0)["waited_seconds"] is None


def test_speed_and_time_left_are_unknown_at_first() -> None:
    told = heard([began(), epochs(0, [1.0])]).since(0)
    assert (told["epochs_per_second"], told["seconds_left"]) == (None, None)
