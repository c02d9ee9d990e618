"""A cluster that others started: a real `dask scheduler` and real workers, each a process that can be killed."""

import os
import socket
import subprocess
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import psutil
from distributed import Client

from playground.engine.settings import SETTINGS
from tests.support.waiting import SECONDS

ROOT = Path(__file__).resolve().parents[2]


class ExternalCluster:
    """A scheduler at `address` with workers; `close` ends all of it.

    Args:
        folder: for logs.
        workers: how many.
        knowing: which of "scheduler" and "worker" can import the app.
    """

    def __init__(
        self, folder: Path, workers: int = 1, knowing: Collection[str] = ("scheduler", "worker")
    ) -> None:
        self._folder = folder
        self._knowing = knowing
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
        )
        self.workers: list[subprocess.Popen[bytes]] = []
        self.start_workers(workers)

    def start_workers(self, number: int) -> None:
        """Starts further workers and waits for them."""
        preload = ("--preload", "playground.engine.worker") if "worker" in self._knowing else ()
        with self.client() as client:
            expected = len(client.scheduler_info()["workers"]) + number
            for _ in range(number):
                self.workers.append(
                    self._start("worker", self.address, "--nthreads", "1", "--no-dashboard", *preload)
                )
            client.wait_for_workers(expected, timeout=SECONDS)

    def client(self) -> Client:
        """A client of the scheduler."""
        return Client(self.address, set_as_default=False, timeout=SECONDS)

    def retire(self, worker: str) -> None:
        """Takes a worker out of the cluster, as adaptive scaling does."""
        with self.client() as client:
            client.retire_workers([worker])

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        # The embedded cluster's settings, as compose.yaml gives them to its services.
        settings = {
            f"DASK_{key.replace('.', '__').replace('-', '_')}".upper(): repr(v) for key, v in SETTINGS.items()
        }
        environment = {**os.environ, **settings, "PYTHONPATH": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
        if command[0] in self._knowing:
            environment["PYTHONPATH"] = str(ROOT)
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                cwd=self._folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def kill_workers(self) -> None:
        """Kills the processes that train; their nannies start others."""
        for nanny in self.workers:
            for process in psutil.Process(nanny.pid).children(recursive=True):
                process.kill()

    def close(self) -> None:
        """Kills every process of it."""
        started = [self.scheduler, *self.workers]
        family = [psutil.Process(process.pid) for process in started if process.poll() is None]
        family += [child for process in family for child in process.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        for process in started:
            process.wait(20)
