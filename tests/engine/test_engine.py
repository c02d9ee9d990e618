"""Runs go to workers and come back as events; wishes go the other way."""

import psutil
import pytest
from distributed import Client

from playground.datasets.own.contents import forget
from playground.engine import packing
from playground.engine.client import Engine
from playground.engine.in_process import InProcess
from playground.engine.tables import packed_tables
from playground.engine.worker import NICE
from playground.experiment.uploads import digest_in
from playground.messages.jobs import Train
from playground.messages.wishes import Stop
from tests.support.echo import Echo
from tests.support.experiments import endless, short
from tests.support.listening import Listener, train
from tests.support.own_tables import FLATS, brought
from tests.support.processes import clusters
from tests.support.rows_of import RowsOf
from tests.support.waiting import until


def test_a_run_tells_every_epoch_once_and_in_order(engine: Engine) -> None:
    run = train(engine, short(epochs=50))
    end = run.until("ended")
    assert (end.status, end.epochs) == ("finished", 50), end.reason
    kinds = [event.kind for event in run.heard]
    assert kinds[:2] == ["started", "began"]
    told = [event for event in run.heard if event.kind == "epochs"]
    epochs = [event.first + i for event in told for i in range(len(event.seconds))]
    assert epochs == list(range(51))
    assert all(isinstance(event.logs["val_loss"], list) for event in told)


def test_submitting_does_not_wait_for_anything(engine: Engine) -> None:
    run = train(engine, short())
    # Back before the worker, which is another process, can have trained.
    assert "ended" not in [event.kind for event in run.all()]
    run.until("ended")


def test_many_runs_all_end_with_all_their_epochs(engine: Engine) -> None:
    runs = [train(engine, short(epochs=5)) for _ in range(12)]
    for run in runs:
        assert run.until("ended").status == "finished"
        assert sum(len(event.seconds) for event in run.heard if event.kind == "epochs") == 6


def test_a_running_run_stops_when_asked_and_ends_once(engine: Engine) -> None:
    run = train(engine, endless())
    run.until("epochs", first=0)
    run.until("epochs")
    engine.ask(run.run_id, Stop())
    end = run.until("ended")
    assert end.status == "stopped"
    assert [event.kind for event in run.all()].count("ended") == 1


def test_a_run_that_somebody_looks_at_is_told_of_more_often(engine: Engine) -> None:
    run = train(engine, endless())
    while len(run.until("epochs").seconds) < 4:  # several epochs in each of the usual messages
        pass
    engine.tell_every(run.run_id, 0.001)
    while len(run.until("epochs").seconds) > 1:
        pass
    engine.ask(run.run_id, Stop())
    run.until("ended")


def test_waiting_runs_know_their_place_and_a_stopped_one_leaves_the_queue(engine: Engine) -> None:
    busy = [train(engine, endless()) for _ in range(2)]
    for run in busy:
        run.until("began")
    first, second, third = (train(engine, short()) for _ in range(3))
    assert third.until("waiting").place == 3
    engine.ask(first.run_id, Stop())
    assert first.until("ended").status == "stopped"
    assert not any(event.kind in ("started", "began") for event in first.all())
    third.until("waiting", place=2)
    # Who came first is served first, by the first worker that is free.
    engine.ask(busy[0].run_id, Stop())
    second.until("started")
    third.until("waiting", place=1)
    engine.ask(busy[1].run_id, Stop())
    for run in busy:
        assert run.until("ended").status == "stopped"
    for run in (second, third):
        assert run.until("ended").status == "finished"


def test_a_run_that_is_to_be_trained_later_lets_the_others_go_first(engine: Engine) -> None:
    busy = [train(engine, endless()) for _ in range(2)]
    for run in busy:
        run.until("started")
    patient, other = Listener(), Listener()
    engine.submit(Train(patient.run_id, short()), patient, later=True)
    assert patient.until("waiting").place == 1
    engine.submit(Train(other.run_id, short()), other)
    assert other.until("waiting").place == 1
    assert patient.until("waiting").place == 2
    for run in busy:
        engine.ask(run.run_id, Stop())
    for run in (other, patient):
        assert run.until("ended").status == "finished"


def test_wishes_to_unknown_or_ended_runs_do_nothing(engine: Engine) -> None:
    run = train(engine, short())
    run.until("ended")
    engine.ask(run.run_id, Stop())
    engine.ask("nobody", Stop())
    assert train(engine, short()).until("ended").status == "finished"
    assert [event.kind for event in run.all()].count("ended") == 1


@pytest.mark.parametrize("name", ["engine", "in_process"])
def test_another_kind_of_job_is_done_by_its_own_module_and_answers(
    name: str, request: pytest.FixtureRequest
) -> None:
    engine = InProcess() if name == "in_process" else request.getfixturevalue("engine")
    hear = Listener()
    engine.submit(Echo(hear.run_id, "ünïcode"), hear)
    assert hear.until("answer").content.decode() == "ünïcode"
    assert hear.until("ended").status == "finished"
    assert [event.kind for event in hear.all() if event.kind != "waiting"] == ["started", "answer", "ended"]


def test_a_table_comes_once_to_a_worker_and_leaves_it_when_it_is_removed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = digest_in(brought(FLATS + "41;5,5;Rand;7,5;1\n"))
    assert digest is not None

    def rows(comes: bool) -> str:
        hear = Listener()
        engine.submit(RowsOf(hear.run_id, digest, comes), hear)
        while (event := hear.next()).kind not in ("answer", "ended"):
            pass
        return event.content.decode() if event.kind == "answer" else event.reason

    packed: list[object] = []
    monkeypatch.setattr(packing, "packed_tables", lambda names: packed.append(names) or packed_tables(names))
    assert [rows(comes=True) for _ in range(5)] == ["41"] * 5
    assert len(packed) <= 2  # once for each worker
    engine.forget_table(digest)
    until(lambda: "was removed" in rows(comes=False))  # one worker after the other
    forget(digest)
    assert "was removed" in rows(comes=True)


@pytest.mark.parametrize("name", ["engine", "in_process"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The echo ended with an error: there is nothing to answer."),
        (
            "/srv/secret",
            "The echo failed (FileNotFoundError). This is not your experiment's fault. Try again.",
        ),
    ],
)
def test_a_job_that_raises_ends_with_a_sentence_of_its_own_kind(
    name: str, text: str, reason: str, request: pytest.FixtureRequest
) -> None:
    engine = InProcess() if name == "in_process" else request.getfixturevalue("engine")
    hear = Listener()
    engine.submit(Echo(hear.run_id, text), hear)
    end = hear.until("ended")
    assert (end.status, end.reason) == ("failed", reason)


def test_a_listener_that_fails_harms_no_other_run(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_events: list[dict[str, object]]) -> None:
        raise RuntimeError("not listening")

    engine.submit(Train("deaf", short()), fail)
    assert train(engine, short()).until("ended").status == "finished"
    assert "deaf" in caplog.text


def test_the_engine_is_connected_to_each_worker_before_the_first_wish(engine: Engine) -> None:
    def connected() -> set[int]:
        return {each.raddr.port for each in psutil.Process().net_connections() if each.raddr}

    with Client(engine.address, security=engine.security, set_as_default=False) as client:
        until(lambda: {int(address.rpartition(":")[2]) for address in client.nthreads()} <= connected())


def test_workers_leave_the_processor_to_the_pages(engine: Engine) -> None:
    train(engine, short()).until("ended")
    (cluster,) = clusters()
    workers = [child for child in cluster.children() if "spawn_main" in " ".join(child.cmdline())]
    for worker in workers:
        found = {psutil.Process(thread.id).nice() for thread in worker.threads()}
        assert found == {0, NICE}, "wishes come to threads that do not give way"
        assert worker.nice() == 0
