"""The server of streamlit_app.py, or of another small app, as a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.support.server import free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


class StreamlitServer:
    """The app of streamlit_app.py at `url`; a test decides what its runs do."""

    def __init__(
        self,
        log: Path,
        app: str = "streamlit_app.py",
        settings: Callable[[str], dict[str, str]] = lambda _: {},
    ) -> None:
        """`settings` are the environment variables of an app with this address."""
        port = free_port()
        self.url = f"http://localhost:{port}"
        command = [sys.executable, "-m", "streamlit", "run", f"tests/support/{app}"]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, f"--server.port={port}", "--server.headless=true"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **settings(self.url)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + SECONDS
        while not self._healthy():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
                raise AssertionError(log.read_text())
            assert time.monotonic() < deadline, log.read_text()

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False

    def decide(self, run: str, **what: Any) -> None:
        """Sets what the run does from now on (see FakeRun)."""
        self._post(f"decide/{run}", what)

    def decide_group(self, group: str, **what: Any) -> None:
        """Sets the answer about the group from now on."""
        self._post(f"decide_group/{group}", what)

    def _post(self, path: str, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        with urlopen(
            Request(f"{self.url}/{path}", body, {"Content-Type": "application/json"}), timeout=SECONDS
        ):
            pass
