"""Whatever is killed in mid-run, with kill -9: what was shown is kept, and nothing goes on for ever."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from playground.engine.client import Engine
from playground.messages.wishes import Stop
from playground.runs import Run, Runs
from playground.store import Files, Store
from playground.store.settings import database_url
from tests.support.experiments import endless, short
from tests.support.external import ROOT, ExternalCluster
from tests.support.persons import ME, YOU
from tests.support.postgres import Postgres
from tests.support.waiting import SECONDS, until

pytestmark = pytest.mark.usefixtures("stub_job")

# A server without pages: it starts a run, tells its id, and then what it shows of it, line by line.
SERVER = """
import json, sys
from playground import services
from tests.support.experiments import endless
from tests.support.persons import ME
run = services.runs().start(endless(), ME)
print(run.id, flush=True)
for _ in sys.stdin:
    print(json.dumps(run.since(0)), flush=True)
"""


class Server:
    """A process with runs and an engine of its own on a database that others may have too."""

    def __init__(self, database: str, address: str | None) -> None:
        environment = {**os.environ, "DATABASE_URL": database, "PLAYGROUND_WORKERS": "1"}
        environment.pop("DASK_SCHEDULER_ADDRESS", None)
        if address is not None:
            environment["DASK_SCHEDULER_ADDRESS"] = address
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        self.run_id = self._line().strip()

    def shown(self) -> dict[str, Any]:
        """What a page sees of the run now."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        shown: dict[str, Any] = json.loads(self._line())
        return shown

    def kill(self) -> None:
        """kill -9, of the server alone; an embedded cluster goes by itself."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        _, alive = psutil.wait_procs(family, timeout=SECONDS)
        assert not alive

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'playground.db'}"


@pytest.fixture(scope="module")
def cluster(stub_job: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExternalCluster]:
    """One for all tests of this file; the last of them kills its scheduler."""
    cluster = ExternalCluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.close()


@pytest.fixture
def serve(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Runs]]:
    """Runs in this process on the test's database: the server that is started anew."""
    opened: list[tuple[Runs, Engine]] = []

    def serve(address: str | None = None, database: str = database) -> Runs:
        engine = Engine(address, workers=1)
        monkeypatch.setenv("DATABASE_URL", database)
        runs = Runs(engine, Store(database_url()), Files(str(tmp_path / "files")))
        opened.append((runs, engine))
        return runs

    yield serve
    for runs, engine in opened:
        engine.close()
        runs.close()


def found(runs: Runs, run_id: str) -> Run:
    """The run, as soon as this server has found it."""
    until(lambda: runs.in_memory(run_id) is not None)
    run = runs.get(run_id)
    assert run is not None
    return run


def has_all(run: Run, shown: dict[str, Any]) -> None:
    """Every epoch that a page has seen is there, with the values that it saw."""
    now = run.since(0)
    for name, values in shown["curves"].items():
        assert now["curves"][name][: len(values)] == values
    assert run.epoch >= shown["epoch"] > 0


def test_of_two_servers_on_one_postgresql_the_one_that_is_killed_leaves_the_epochs_that_were_shown(
    postgres: Postgres, serve: Callable[..., Runs]
) -> None:
    database = postgres.database()
    server = Server(database, None)
    runs = serve(database=database)
    mine = runs.start(endless(), YOU)
    until(lambda: server.shown()["epoch"] > 3 and mine.epoch > 3)
    # Each sees the other's run, live.
    seen = runs.get(server.run_id)
    assert seen is not None
    until(lambda: (found := runs.get(server.run_id)) is not None and found.epoch > 5)
    shown = server.shown()
    assert not seen.over
    server.kill()
    run = found(runs, server.run_id)
    assert run.wait(SECONDS)
    assert run.state == "interrupted"
    assert "server was started anew" in run.reason
    has_all(run, shown)
    # What is not its own is left alone.
    assert not mine.over
    runs.steering.ask(mine, Stop(), YOU)
    assert mine.wait(SECONDS)
    assert mine.state == "stopped"


def test_a_killed_servers_run_is_found_again_on_the_workers_that_live_on(
    database: str, cluster: ExternalCluster, serve: Callable[..., Runs]
) -> None:
    server = Server(database, cluster.address)
    until(lambda: server.shown()["epoch"] > 3)
    shown = server.shown()
    server.kill()
    runs = serve(cluster.address)
    run = found(runs, server.run_id)
    until(lambda: run.epoch > shown["epoch"] + 3)  # it goes on
    assert run.state == "running"
    has_all(run, shown)
    runs.steering.ask(run, Stop(), ME)
    assert run.wait(SECONDS)
    assert run.state == "stopped"
    again = runs.start(short(), ME)
    assert again.wait(SECONDS)
    assert again.state == "finished"


def test_a_killed_worker_and_a_killed_scheduler_end_their_runs_with_the_epochs_that_were_shown(
    cluster: ExternalCluster, serve: Callable[..., Runs]
) -> None:
    runs = serve(cluster.address)
    for kill in (cluster.kill_workers, cluster.scheduler.kill):
        run = runs.start(endless(), ME)
        until(lambda run=run: run.epoch > 3)  # type: ignore[misc]
        shown = run.since(0)
        kill()
        assert run.wait(SECONDS)
        assert run.state == "failed"
        has_all(run, shown)
        until(lambda run=run: kept_state(runs, run) == "failed")  # type: ignore[misc]


def kept_state(runs: Runs, run: Run) -> str:
    """What the database says of a run."""
    assert runs._store is not None
    row = runs._store.run(run.id)
    assert row is not None
    return str(row["state"])
