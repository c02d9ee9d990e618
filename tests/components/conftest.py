"""A server with made-up runs, and a person who looks at their curves."""

from collections.abc import Callable, Iterator
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import PATIENCE
from tests.support.curves_server import CurvesServer
from tests.support.picture_server import PictureServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CurvesServer]:
    """The server, for all tests of this folder."""
    server = CurvesServer(tmp_path_factory.mktemp("components") / "log")
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
def look(server: CurvesServer, window: Page) -> Iterator[Callable[..., Page]]:
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
