"""The stub job promises what the real one does, so that tests with it tell something of the real one."""

import inspect
import threading
from collections.abc import Callable
from typing import Any

import pytest

from playground.messages.events import Began, Ended, Epochs, Event, LearningRate
from playground.messages.wishes import Pause, Resume, SetLearningRate, Stop
from playground.worker import job
from playground.worker.control import Control
from tests.support import stub_job
from tests.support.experiments import endless, short

Train = Callable[..., bytes | None]
BOTH = pytest.mark.parametrize("train", [job.train, stub_job.train], ids=["real", "stub"])


def test_the_stub_is_called_as_the_real_one() -> None:
    assert inspect.signature(stub_job.train) == inspect.signature(job.train)


def test_the_stub_tells_events_of_the_same_kinds() -> None:
    told: list[set[type[Event]]] = []
    for train in (job.train, stub_job.train):
        events: list[Event] = []
        control = Control()
        control.take(SetLearningRate(value=0.5))
        assert train(short(), events.extend, control)
        told.append({type(event) for event in events})
    assert told[0] == told[1]
    assert told[0] == {Began, Epochs, LearningRate, Ended}


@BOTH
def test_a_run_holds_goes_on_and_stops_when_asked(train: Train) -> None:
    control = Control()
    control.take(Pause())
    events: list[Event] = []
    heard = threading.Condition()

    def send(messages: list[Event]) -> None:
        with heard:
            events.extend(messages)
            heard.notify_all()

    def wait_for(kind: str, **wanted: Any) -> None:
        with heard:
            assert heard.wait_for(
                lambda: any(
                    event.kind == kind and all(getattr(event, key) == value for key, value in wanted.items())
                    for event in events
                ),
                60,
            )

    thread = threading.Thread(target=train, args=(endless(), send, control))
    thread.start()
    wait_for("paused", paused=True, epoch=0, batch=0)
    control.take(Resume())
    wait_for("paused", paused=False)
    control.take(Stop())
    thread.join()
    assert events[-1].kind == "ended"
    assert events[-1].status == "stopped"
