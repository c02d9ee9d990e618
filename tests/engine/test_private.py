"""Private parts of Dask are there, or the engine says what is missing."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from distributed import Client, LocalCluster, Nanny

from playground.engine import private
from playground.engine.client import Engine
from tests.support.experiments import short
from tests.support.listening import train


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    """A scheduler in this process, where a test can take something away from Dask; it has no worker."""
    with LocalCluster(n_workers=0, processes=False, dashboard_address=None) as cluster:
        yield cluster


def test_this_version_of_dask_lacks_nothing(scheduler: LocalCluster) -> None:
    with Client(scheduler, set_as_default=False) as client:
        assert client.run_on_scheduler(private.lacks)[1] == []


def test_a_run_ends_with_a_sentence_where_dask_lacks_something(
    scheduler: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Nanny, "pid")
    engine = Engine(scheduler.scheduler_address)
    try:
        end = train(engine, short()).until("ended")
    finally:
        engine.close()
    assert end.status == "failed"
    assert "(Nanny.pid)" in end.reason
    assert f"Install {private.VERSIONS}" in end.reason


def test_whatever_the_scheduler_lacks_is_named() -> None:
    _, missing = private.lacks(SimpleNamespace())
    assert missing == ["Scheduler._broker._topics", "Scheduler.periodic_callbacks"]


def test_the_versions_in_the_sentence_are_those_that_are_installed() -> None:
    required = Path(__file__).resolve().parents[2] / "requirements.txt"
    assert private.VERSIONS in required.read_text().splitlines()
