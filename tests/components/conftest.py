"""A server with made-up runs, and a person who looks at their curves."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


class Server:
    """The app of server.py at `url`; a test decides what its runs do."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://localhost:{port}"
        command = [sys.executable, "-m", "streamlit", "run", "tests/components/server.py"]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, f"--server.port={port}", "--server.headless=true"],
                cwd=ROOT,
                env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + SECONDS
        while not self._healthy():
            assert self.process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False

    def decide(self, run: str, **what: Any) -> None:
        """From now on the run does this (see FakeRun)."""
        body = json.dumps(what).encode()
        with urlopen(Request(f"{self.url}/decide/{run}", body, {"Content-Type": "application/json"}), timeout=SECONDS):
            pass


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, for all tests of this folder."""
    server = Server(tmp_path_factory.mktemp("components") / "log")
    yield server
    server.process.terminate()
    server.process.wait(20)


@pytest.fixture
def look(server: Server, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the page: `look(run="first", metrics="mae")`; a window for every call, closed after the test."""
    contexts = []

    def look(*, width: int = 1440, height: int = 900, scheme: Any = "light", **asked: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        address = "&".join(f"{name}={value}" for name, value in asked.items())
        page.goto(f"{server.url}/?{address}")
        return page

    yield look
    for context in contexts:
        context.close()
