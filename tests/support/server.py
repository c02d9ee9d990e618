"""The real server, started as `make run` starts it, with its log in a file."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120

_SHOWN = 8000  # the most characters of a log in an error
# Dask's remarks on a busy machine, which are not faults of the app.
_SLOW = re.compile(
    r"distributed\.\S+ - (INFO|WARNING) - (Event loop was unresponsive|full garbage collections took)"
)


class Server:
    """A running app at `url`; `stop` ends it and returns errors."""

    def __init__(
        self,
        log: Path,
        *,
        database: str | None = None,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
        app: str = "app.py",
    ) -> None:
        self.log = log
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        environment = {key: value for key, value in os.environ.items() if key != "DASK_SCHEDULER_ADDRESS"}
        environment.update(settings or {})
        if database is not None:
            environment["DATABASE_URL"] = database
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *_program(app, self.port)],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_healthy()

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + SECONDS
        while not healthy(self.port):
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.2)
                raise AssertionError(f"The server ended at once:\n{self.log.read_text()}")
            assert time.monotonic() < deadline, f"No answer for {SECONDS} s:\n{self.log.read_text()}"

    def stop(self) -> list[psutil.Process]:
        """Ends the server like Ctrl+C; returns its processes that still run a minute later."""
        family = [
            psutil.Process(self.process.pid),
            *psutil.Process(self.process.pid).children(recursive=True),
        ]
        self.process.send_signal(signal.SIGINT)
        _, alive = psutil.wait_procs(family, timeout=60)
        for left in alive:
            with suppress(psutil.NoSuchProcess):
                left.kill()
        self.process.wait(20)
        return list(alive)

    def end(self) -> list[str]:
        """Ends the server like Ctrl+C; returns sentences on errors."""
        faults = [f"{process} outlived the server." for process in self.stop()]
        found = self.complaints()
        if found:
            said = self.log.read_text(errors="replace")
            faults.append(f"The server's log complains:\n{said[said.index(found[0]) :][:_SHOWN]}")
        return faults

    def kill(self) -> None:
        """Ends the server with kill -9; its training processes go by themselves."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait(20)
        _, alive = psutil.wait_procs(family, timeout=60)
        assert not alive

    def complaints(self) -> list[str]:
        """Lines of the log about errors."""
        return complaints_in(self.log.read_text(errors="replace"))


def complaints_in(log: str) -> list[str]:
    """Lines of a server's log about errors."""
    words = ("Traceback", "Fatal", "Error", "ERROR", "WARNING", "Warning", "Exception", "CRITICAL")
    return [
        line for line in log.splitlines() if any(word in line for word in words) and not _SLOW.search(line)
    ]


def _program(app: str, port: int) -> list[str]:
    if app == "app.py":
        return ["playground", "serve", "--port", str(port)]
    return ["streamlit", "run", app, f"--server.port={port}"]


def free_port() -> int:
    """A free port, below those that the system gives to connections, so that no connection takes it in between."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def healthy(port: int) -> bool:
    """Whether a server at a port of this machine answers that it is healthy."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
