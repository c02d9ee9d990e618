"""Processes that stand still for longer than anybody waits for them (SIGSTOP), and then go on or are replaced."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from playground.engine.client import Engine
from playground.messages.wishes import Stop
from playground.store.servers import SILENT_SECONDS
from tests.support.experiments import endless, short
from tests.support.listening import train
from tests.support.processes import clusters, process_at

pytestmark = [pytest.mark.usefixtures("stub_job"), pytest.mark.timeout(900)]

SLEEP = 2.5 * max(SILENT_SECONDS, 60.0)  # seconds: a worker is silent for too long after 60


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine(workers=1)
    yield engine
    engine.close()


@contextmanager
def asleep(processes: list[psutil.Process]) -> Iterator[None]:
    """All of them stand still."""
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def test_a_worker_that_stands_still_is_replaced_and_its_run_says_so(engine: Engine) -> None:
    run = train(engine, endless())
    run.until("epochs")
    process_at(run.worker).suspend()
    end = run.until("ended")
    assert (end.status, "has not answered for a minute" in end.reason) == ("failed", True)
    assert train(engine, short()).until("ended").status == "finished"


def test_a_run_goes_on_after_the_machine_has_slept(engine: Engine) -> None:
    run = train(engine, endless())
    run.until("epochs")
    worker = run.worker
    family = [each for cluster in clusters() for each in (cluster, *cluster.children(recursive=True))]
    with asleep(family):
        time.sleep(SLEEP)
    before = run.all()[-1]
    later = [run.until("epochs") for _ in range(50)]
    assert later[-1].first > getattr(before, "first", 0)
    engine.ask(run.run_id, Stop())
    assert run.until("ended").status == "stopped"
    assert run.worker == worker
    assert train(engine, short()).until("ended").status == "finished"
