"""Workers of a cluster that others deployed come and go, and no run is the worse for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.engine.client import Engine
from playground.messages.events import Epochs
from playground.messages.jobs import Look
from playground.messages.wishes import Pause, Resume, SetLearningRate, Step, Stop
from tests.support.adaptive import AdaptiveCluster
from tests.support.experiments import endless, short
from tests.support.external import ExternalCluster
from tests.support.listening import Listener, train
from tests.support.waiting import SECONDS, until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("stub_job")]


@pytest.fixture(scope="module")
def adaptive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdaptiveCluster]:
    cluster = AdaptiveCluster(tmp_path_factory.mktemp("adaptive"), maximum=2)
    yield cluster
    cluster.close()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[ExternalCluster]:
    """One worker."""
    cluster = ExternalCluster(tmp_path)
    yield cluster
    cluster.close()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on the test's cluster."""
    name = "adaptive" if "adaptive" in request.fixturenames else "cluster"
    engine = Engine(request.getfixturevalue(name).address)
    yield engine
    engine.close()


def epochs_of(run: Listener) -> list[int]:
    """The epochs that a run has told so far, in order."""
    told = [event for event in run.all() if isinstance(event, Epochs)]
    return [event.first + number for event in told for number in range(len(event.seconds))]


def assert_whole(run: Listener) -> None:
    """The run began once, and told no epoch twice and left none out."""
    epochs = epochs_of(run)
    assert [each.kind for each in run.heard].count("began") == 1
    assert epochs == list(range(len(epochs)))


def test_workers_come_with_the_queue_and_go_with_it(adaptive: AdaptiveCluster, engine: Engine) -> None:
    assert engine.standing.workers == 0
    first, second, third = (train(engine, endless()) for _ in range(3))
    assert "has no worker at the moment" in first.until("waiting").why
    first.until("epochs")
    second.until("epochs")
    assert first.worker != second.worker
    until(lambda: engine.standing.queued == 1)
    engine.ask(first.run_id, Stop())
    third.until("epochs")
    assert third.worker in (first.worker, second.worker)
    for run in (second, third):
        engine.ask(run.run_id, Stop())
        assert run.until("ended").status == "stopped"
    until(lambda: engine.standing.workers == 0)
    assert train(engine, short()).until("ended").status == "finished"


def test_a_short_job_has_a_worker_started_where_there_is_none(
    adaptive: AdaptiveCluster, engine: Engine
) -> None:
    engine.start()
    until(lambda: engine.address is not None)
    until(lambda: engine.standing.workers == 0)
    assert engine.beside(Look("look", short()), small=True).result(SECONDS)


def test_a_held_run_leaves_the_only_worker_to_one_that_waits(
    cluster: ExternalCluster, engine: Engine
) -> None:
    held = train(engine, endless())
    held.until("epochs")
    engine.ask(held.run_id, Pause())
    held.until("paused")
    assert train(engine, short()).until("ended").status == "finished"
    engine.ask(held.run_id, Resume())
    held.until("epochs")


def test_a_held_run_leaves_the_only_worker_to_a_run_of_another_server(
    cluster: ExternalCluster, engine: Engine
) -> None:
    other = Engine(cluster.address)
    held = train(other, endless())
    held.until("epochs")
    other.ask(held.run_id, Pause())
    held.until("paused")
    run = train(engine, short())
    assert run.until("waiting").why.startswith("The only worker is busy with something else.")
    assert run.until("ended").status == "finished"
    other.ask(held.run_id, Resume())
    held.until("epochs")
    other.close()


@pytest.mark.parametrize("way", ["retired", "terminated"])
def test_a_run_goes_on_where_it_was_when_its_worker_leaves(
    cluster: ExternalCluster, engine: Engine, way: str
) -> None:
    run = train(engine, endless())
    run.until("epochs")
    engine.ask(run.run_id, SetLearningRate(value=0.5))
    run.until("learning_rate", value=0.5)
    if way == "retired":
        cluster.retire(run.worker)
    else:
        cluster.workers[0].terminate()
    assert "has no worker at the moment" in run.until("waiting").why
    cluster.start_workers(1)
    run.until("started")
    run.until("epochs")
    engine.ask(run.run_id, Stop())
    assert run.until("ended").status == "stopped"
    assert_whole(run)


def test_a_held_run_stays_held_when_its_worker_leaves(cluster: ExternalCluster, engine: Engine) -> None:
    run = train(engine, endless())
    run.until("epochs")
    engine.ask(run.run_id, Pause())
    run.until("paused", paused=True)
    cluster.retire(run.worker)
    until(lambda: engine.standing.workers == 0 and engine.standing.held == 1)
    cluster.start_workers(1)
    before = epochs_of(run)
    engine.ask(run.run_id, Step())
    run.until("epochs")
    engine.ask(run.run_id, Stop())
    run.until("ended")
    assert epochs_of(run) == [*before, len(before)]


def test_a_run_that_was_held_and_went_on_goes_on_when_its_worker_leaves(
    cluster: ExternalCluster, engine: Engine
) -> None:
    run = train(engine, endless())
    run.until("epochs")
    engine.ask(run.run_id, Pause())
    run.until("paused", paused=True)
    engine.ask(run.run_id, Resume())
    run.until("paused", paused=False)
    run.until("epochs")
    cluster.start_workers(1)
    cluster.retire(run.worker)
    run.until("started")
    run.until("epochs")
    assert_whole(run)
