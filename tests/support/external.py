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
        worker = (
            "worker",
            self.address,
            "--nthreads",
            "1",
            "--no-dashboard",
            *(("--preload", "playground.engine.worker") if "worker" in knowing else ()),
        )
        self.workers = [self._start(*worker) for _ in range(workers)]
        with Client(self.address, set_as_default=False, timeout=SECONDS) as client:
            client.wait_for_workers(workers, timeout=SECONDS)

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
        """Kill the processes that train; their nannies start others."""
        for nanny in self.workers:
            for process in psutil.Process(nanny.pid).children(recursive=True):
                process.kill()

    def close(self) -> None:
        """Kill every process of it."""
        started = [self.scheduler, *self.workers]
        family = [psutil.Process(process.pid) for process in started if process.poll() is None]
        family += [child for process in family for child in process.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        for process in started:
            process.wait(20)
