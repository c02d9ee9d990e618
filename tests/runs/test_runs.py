"""All runs of a server: who may start one, who sees which, and which are let go."""

from collections.abc import Sequence
from threading import Thread
from typing import Any

import pytest

from playground.experiment import Branch, Data, Experiment
from playground.limits import limits
from playground.messages.events import Event
from playground.messages.wishes import LookAlong, Pause, StepBatch, Stop
from playground.runs import NotAllowedError, Runs, RunsError
from tests.support.experiments import complete
from tests.support.persons import ME, YOU, somebody
from tests.support.silent_engine import SilentEngine

EXPERIMENT = complete(Experiment(data=Data(dataset="iris")))


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


def test_a_person_has_as_many_runs_at_once_as_allowed(engine: SilentEngine) -> None:
    runs = Runs(engine)
    mine = [runs.start(EXPERIMENT, ME) for _ in range(limits().runs_per_person)]
    with pytest.raises(RunsError, match="Stop one, or wait until it ends"):
        runs.start(EXPERIMENT, ME)
    assert len(engine.hears) == len(mine)
    runs.start(EXPERIMENT, YOU)
    engine.end(mine[0])
    runs.start(EXPERIMENT, ME)


def test_made_up_persons_of_one_address_cannot_fill_the_queue(engine: SilentEngine) -> None:
    runs = Runs(engine)
    most = 100 * limits().runs_per_person
    for number in range(most):
        runs.start(EXPERIMENT, somebody(f"made up {number}"), address="10.0.0.1")
    with pytest.raises(RunsError, match="from your address"):
        runs.start(EXPERIMENT, somebody("one more"), address="10.0.0.1")
    runs.start(EXPERIMENT, somebody("somebody else"), address="10.0.0.2")


def test_a_person_sees_their_own_runs_newest_first(engine: SilentEngine) -> None:
    runs = Runs(engine)
    first, second = runs.start(EXPERIMENT, ME), runs.start(EXPERIMENT, ME)
    other = runs.start(EXPERIMENT, YOU)
    assert [row.id for row in runs.table(ME)] == [second.id, first.id]
    assert [row.id for row in runs.table(YOU)] == [other.id]
    assert runs.table(somebody("nobody")) == []
    assert [runs.newest(person) for person in (ME, YOU, somebody("nobody"))] == [second.id, other.id, None]
    assert runs.get(first.id) is first
    assert runs.get("no such run") is None


def test_ids_cannot_be_guessed(engine: SilentEngine) -> None:
    runs = Runs(engine)
    ids = {runs.start(EXPERIMENT, somebody(f"person {i}")).id for i in range(50)}
    assert len(ids) == 50
    assert all(len(run_id) == 32 and int(run_id, 16) for run_id in ids)


def test_wishes_are_asked_of_the_engine(engine: SilentEngine) -> None:
    runs = Runs(engine)
    run = runs.start(EXPERIMENT, ME, [Pause()])
    runs.steering.ask(run, Stop(), ME)
    assert engine.asked == [(run.id, Pause()), (run.id, Stop())]


def test_a_run_that_replaces_another_stops_it_and_takes_its_place(engine: SilentEngine) -> None:
    runs = Runs(engine)
    first, *_ = [runs.start(EXPERIMENT, ME) for _ in range(limits().runs_per_person)]
    runs.start(EXPERIMENT, ME, replaces=first.id)
    assert engine.asked == [(first.id, Stop())]


def test_what_another_person_asks_of_a_run_is_refused_and_reaches_no_engine(engine: SilentEngine) -> None:
    runs = Runs(engine)
    run = runs.start(EXPERIMENT, ME)
    for wish in (Stop(), LookAlong(axes=("alcohol",))):
        with pytest.raises(NotAllowedError):
            runs.steering.ask(run, wish, YOU)
        with pytest.raises(NotAllowedError):
            runs.steering.ask_elsewhere(run, wish, YOU, "a page")
    with pytest.raises(NotAllowedError):
        runs.start(EXPERIMENT, YOU, replaces=run.id)
    assert list(engine.hears) == [run.id]
    assert (engine.asked, engine.elsewhere, run.controls()["stopping"]) == ([], [], False)


def test_what_is_asked_of_a_run_that_has_gone_back_reaches_its_new_job(engine: SilentEngine) -> None:
    runs = Runs(engine)
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    runs.steering.ask(run, StepBatch(at=1), ME)
    runs.steering.ask_elsewhere(run, Pause(), ME, "a page")  # as a server that reads it from the store does
    assert engine.elsewhere == [(f"{run.id}-1", Pause(), "a page")]


def test_what_a_job_tells_while_its_run_goes_back_comes_before_that(
    engine: SilentEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(engine)
    run = runs.start(EXPERIMENT, ME)
    engine.begin(run)
    engine.epochs(run, 0, 1, 2)
    hear, backs = run.hear, list[Thread]()

    def hear_while_somebody_goes_back(events: Sequence[Event]) -> None:
        if not backs:
            backs.append(Thread(target=runs.steering.ask, args=(run, StepBatch(at=1), ME)))
            backs[0].start()
            backs[0].join(0.5)  # it must not come first
        hear(events)

    monkeypatch.setattr(run, "hear", hear_while_somebody_goes_back)
    engine.epochs(run, 3)
    backs[0].join()
    assert (run.went_back_to, run.epoch) == (1, 1)


def test_a_branch_goes_back_to_no_epoch_before_its_first(engine: SilentEngine) -> None:
    runs = Runs(engine)
    run = runs.start(
        complete(Experiment(data=Data(dataset="iris"), branch=Branch(experiment=EXPERIMENT, epoch=4))), ME
    )
    engine.begin(run)
    engine.epochs(run, 4, 5, 6)
    runs.steering.ask(run, StepBatch(at=1), ME)
    assert (run.went_back_to, run.epoch, run.seconds) == (4, 4, run.elapsed[4])


def test_the_oldest_ended_runs_are_let_go_and_none_that_goes_on(engine: SilentEngine) -> None:
    runs = Runs(engine, capacity=3)
    going = runs.start(EXPERIMENT, somebody("patient"))
    ended: list[Any] = []
    for number in range(6):
        run = runs.start(EXPERIMENT, somebody(f"person {number}"))
        engine.end(run)
        ended.append(run)
    runs.start(EXPERIMENT, somebody("last"))
    assert runs.get(going.id) is going
    assert [runs.get(run.id) is not None for run in ended] == [False] * 3 + [True] * 3
