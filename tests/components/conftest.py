"""A server with made-up runs, and a person who looks at their curves."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.components.picture_server import PictureServer
from tests.conftest import PATIENCE

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
                env={**os.environ, "PYTHONPATH": str(ROOT)},
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
        """From now on the run does this (see FakeRun)."""
        self._post(f"decide/{run}", what)

    def decide_group(self, group: str, **what: Any) -> None:
        """From now on the route of the group answers this."""
        self._post(f"decide_group/{group}", what)

    def _post(self, path: str, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        with urlopen(
            Request(f"{self.url}/{path}", body, {"Content-Type": "application/json"}), timeout=SECONDS
        ):
            pass


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, for all tests of this folder."""
    server = Server(tmp_path_factory.mktemp("components") / "log")
    yield server
    server.process.terminate()
    server.process.wait(20)


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all tests of a module, so that the app's programs are read only once."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def look(server: Server, window: Page) -> Iterator[Callable[..., Page]]:
    """Opens the page: `look(run="first", metrics="mae")`. Afterwards the window is as it was."""

    def look(*, scheme: Literal["light", "dark"] = "light", **asked: Any) -> Page:
        window.set_viewport_size({"width": 1440, "height": 900})
        window.emulate_media(color_scheme=scheme)
        window.goto(f"{server.url}/?{urlencode(asked)}")
        return window

    yield look
    window.unroute_all(behavior="wait")
    window.evaluate("localStorage.clear()")
    window.mouse.move(0, 0)


@pytest.fixture(scope="module")
def picture_server() -> Iterator[PictureServer]:
    """The server of a page with made-up pictures."""
    with PictureServer().serving() as server:
        yield server


@pytest.fixture(scope="module")
def picture_window(browser: Browser) -> Page:
    """One window for all tests of a file, which forgets what was set in it."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script("localStorage.clear()")
    return page
