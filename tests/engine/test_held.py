"""Held runs give their worker to whoever waits; no wish is lost on the way, and none is taken twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.engine import calls
from playground.engine.client import Engine
from playground.experiment import Experiment
from playground.messages.events import Paused
from playground.messages.jobs import Train
from playground.messages.wishes import Pause, Resume, SetLearningRate, Step, Stop, Wish
from playground.store import Files
from tests.support.experiments import short
from tests.support.listening import Listener
from tests.support.processes import process_at
from tests.support.waiting import until

LONG = short(epochs=10_000)


def begin(engine: Engine, *wishes: Wish, experiment: Experiment = LONG) -> Listener:
    run = Listener()
    engine.submit(Train(run.run_id, experiment), run, wishes)
    return run


def held_at(run: Listener, epoch: int) -> Paused:
    return run.until("paused", paused=True, epoch=epoch)


def stop(engine: Engine, *runs: Listener) -> None:
    for run in runs:
        engine.ask(run.run_id, Stop())
    for run in runs:
        assert run.until("ended").status == "stopped"


def epochs(run: Listener) -> list[int]:
    told = [event for event in run.heard if event.kind == "epochs"]
    return [event.first + i for event in told for i in range(len(event.seconds))]


def test_each_of_many_quick_presses_is_an_epoch(engine: Engine) -> None:
    run = begin(engine, Pause(), Step())
    for _ in range(199):
        engine.ask(run.run_id, Step())
    held_at(run, 200)
    assert epochs(run) == list(range(201))
    stop(engine, run)


def test_what_gets_no_answer_is_sent_again_and_taken_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(engine, Pause())
    held_at(run, 0)
    ask, lost = calls._run, []

    async def loses_most(*arguments: Any) -> Any:
        if len(lost) % 4 == 0:  # before it is taken
            lost.append(arguments)
            return None
        answer = await ask(*arguments)
        lost.append(arguments)
        return answer if len(lost) % 4 == 0 else None  # after it is taken

    monkeypatch.setattr(calls, "_run", loses_most)
    for _ in range(5):
        engine.ask(run.run_id, Step())
    held_at(run, 5)
    engine.ask(run.run_id, Step())
    held_at(run, 6)
    monkeypatch.undo()
    stop(engine, run)


def test_a_held_run_leaves_its_worker_to_whoever_waits_and_all_get_their_turns(engine: Engine) -> None:
    runs = [begin(engine, Pause(), Step()) for _ in range(3)]
    for run in runs:
        held_at(run, 1)
    for epoch in range(2, 6):
        for run in runs:
            engine.ask(run.run_id, Step())
        for run in runs:
            held_at(run, epoch)
    for run in runs:
        assert epochs(run) == list(range(6)), "each epoch is trained once, wherever"
        assert sum(event.kind == "began" for event in run.heard) == 1
    assert any(event.kind == "set_aside" for run in runs for event in run.heard) is False, "it has no files"
    stop(engine, *runs)


def test_a_run_that_is_merely_held_does_not_wait_and_one_with_a_press_says_why(engine: Engine) -> None:
    resting = begin(engine, Pause())
    held_at(resting, 0)
    before = len(resting.all())  # it may have waited for its first worker
    busy = [begin(engine) for _ in range(2)]
    for run in busy:
        run.until("began")
    assert not any(event.kind == "waiting" for event in resting.all()[before:])
    engine.ask(resting.run_id, SetLearningRate(value=0.5))  # needs no worker, and is not lost
    engine.ask(resting.run_id, Step())
    waiting = resting.until("waiting")
    assert waiting.place == 1
    assert waiting.why.startswith("Every worker is busy with something else.")
    stop(engine, busy[0])
    held_at(resting, 1)
    assert [event.value for event in resting.heard if event.kind == "learning_rate"] == [0.5]
    stop(engine, busy[1], resting)


def test_a_held_run_without_a_worker_can_be_stopped_and_has_its_weights(engine: Engine) -> None:
    resting = begin(engine, Pause(), Step(), Step())
    held_at(resting, 2)
    busy = [begin(engine) for _ in range(2)]
    for run in busy:
        run.until("began")
    engine.ask(resting.run_id, Stop())
    assert resting.until("ended").reason == "Stopped on request after epoch 2."
    assert resting.until("weights").content
    stop(engine, *busy)


def test_a_held_run_goes_on_on_another_worker_after_its_own_was_killed(engine: Engine) -> None:
    run = begin(engine, Pause(), Step())
    held_at(run, 1)
    address = next(event.worker for event in run.heard if event.kind == "started")
    process_at(address).kill()
    engine.ask(run.run_id, Step())
    held_at(run, 2)
    assert run.heard[-1].kind == "paused"
    assert epochs(run)[-1] == 2
    engine.ask(run.run_id, Resume())
    run.until("paused", paused=False)
    stop(engine, run)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(str(tmp_path))


def test_a_run_ends_with_a_sentence_where_the_cluster_asks_for_certificates_that_dask_has_not() -> None:
    engine, hear = Engine("tls://127.0.0.1:1"), Listener()
    engine.submit(Train(hear.run_id, LONG), hear)
    ended = hear.until("ended")
    assert ended.status == "failed"
    assert "cannot be reached" in ended.reason
    engine.close()


@pytest.fixture
def old(stub_job: None, files: Files) -> Iterator[Engine]:
    engine = Engine(workers=1, files=files)
    yield engine
    engine.close()


def test_a_run_that_was_held_is_taken_up_by_the_next_server(old: Engine, files: Files) -> None:
    run = begin(old, Pause(), Step(), Step())
    held_at(run, 2)
    old.close(leave=True)
    kept = run.until("set_aside").file
    assert not any(event.kind == "ended" for event in run.all())
    new = Engine(workers=1, files=files)
    again = Listener()
    again.run_id = run.run_id
    new.adopt(Train(run.run_id, LONG), again, kept)
    held_at(again, 2)
    new.ask(run.run_id, Step())
    held_at(again, 3)
    stop(new, again)
    until(lambda: not any(path.is_file() for path in Path(files._root).rglob("*")))
    lost = Listener()
    new.adopt(Train(lost.run_id, LONG), lost, kept)
    assert lost.until("ended").status == "interrupted"
    new.close()
