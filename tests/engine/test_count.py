"""Workers of a cluster that others deployed are counted, and those that cannot load the app are set apart."""

from typing import Any, cast

import pytest
from distributed import Client

from playground.engine.cluster import Cluster
from tests.support.waiting import awaited

HERE, THERE = "tcp://here:1", "tcp://there:1"


class Scheduler:
    """Answers as a client of Dask does that is asked for workers and for what a function returns on them."""

    def __init__(self, workers: dict[str, int], answers: dict[str, object]) -> None:
        self.workers, self.answers = workers, answers

    async def nthreads(self) -> dict[str, int]:
        return self.workers

    async def run(self, *_: object, workers: list[str], **__: Any) -> dict[str, object]:
        return {address: self.answers.get(address, True) for address in workers}


def counted(workers: dict[str, int], answers: dict[str, object] | None = None) -> Cluster:
    async def count() -> Cluster:
        cluster = Cluster(cast(Client, Scheduler(workers, answers or {})), "tcp://elsewhere:8786", None)
        await cluster.count()
        return cluster

    found: Cluster = awaited(count())
    return found


@pytest.mark.parametrize("workers", [{}, {HERE: 1, THERE: 2}])
def test_the_workers_do_as_many_jobs_as_they_have_threads(workers: dict[str, int]) -> None:
    assert counted(workers).threads == sum(workers.values())


def test_a_worker_that_cannot_load_the_app_gets_no_job() -> None:
    cluster = counted({HERE: 1, THERE: 2}, {THERE: ModuleNotFoundError("playground")})
    assert (cluster.workers, cluster.foreign, cluster.threads) == ({HERE}, {THERE}, 1)
    assert not cluster.lacks_app
    assert counted({THERE: 1}, {THERE: ModuleNotFoundError("playground")}).lacks_app


@pytest.mark.parametrize("error", [OSError(), TimeoutError()])
def test_a_worker_that_does_not_answer_is_not_taken_for_a_foreign_one(error: Exception) -> None:
    assert counted({HERE: 1}, {HERE: error}).workers == {HERE}
