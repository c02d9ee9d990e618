"""The app in a terminal: Ctrl+C ends it at any moment without a traceback."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.support.server import ROOT, free_port
from tests.support.waiting import SECONDS, until


def loads(process: subprocess.Popen[bytes], log: Path) -> bool:
    """Whether it has begun to load the app, and serves nothing yet."""
    return psutil.Process(process.pid).cpu_times().user > 0.5


def serves(process: subprocess.Popen[bytes], log: Path) -> bool:
    return "http://localhost" in log.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("moment", [loads, serves])
def test_an_interrupt_ends_the_app_without_a_traceback(
    tmp_path: Path, moment: Callable[[subprocess.Popen[bytes], Path], bool]
) -> None:
    log = tmp_path / "log"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'playground.db'}",
        "PLAYGROUND_FILES": str(tmp_path / "files"),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "playground", "serve", "--port", str(free_port())],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    until(lambda: moment(process, log) or process.poll() is not None)
    process.send_signal(signal.SIGINT)
    assert process.wait(SECONDS) in (0, -signal.SIGINT)
    assert "Traceback" not in log.read_text()
