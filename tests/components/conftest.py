"""Servers with made-up runs, and a person who looks at their curves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.pictures.format import Picture
from playground.runs import Runs
from playground.server import routes
from playground.services import Services, use
from tests.support.bar_page import BarPage
from tests.support.bare_curves import BareCurves
from tests.support.chromium import PATIENCE
from tests.support.made_up_pictures import PLANE
from tests.support.picture_server import PictureServer, Shown
from tests.support.silent_engine import SilentEngine
from tests.support.streamlit_server import StreamlitServer


# One server of each kind and one profile of a browser for all tests of this folder: what the browser has read and
# compiled once, it has for every page.
@pytest.fixture(scope="session")
def server() -> Iterator[BareCurves]:
    """The server of a page with nothing but live curves."""
    with BareCurves().serving() as server:
        yield server


@pytest.fixture(scope="session")
def streamlit_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StreamlitServer]:
    """The server of a page of Streamlit with live curves, for what only Streamlit can show."""
    server = StreamlitServer(tmp_path_factory.mktemp("components") / "log")
    yield server
    server.process.terminate()
    server.process.wait(20)


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """The profile of all windows that need nothing of their own (a clock of Playwright is that of a whole profile)."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(profile: BrowserContext) -> Iterator[Page]:
    """One window for all tests of a module."""
    page = profile.new_page()
    yield page
    page.close()


@pytest.fixture
def engine() -> SilentEngine:
    return SilentEngine()


@pytest.fixture
def bar(window: Page, engine: SilentEngine) -> Iterator[BarPage]:
    """A page with the bar of a run, its curves and its doctor; its wishes reach `engine`."""
    runs = Runs(engine)
    with use(Services(runs)), TestClient(Starlette(routes=routes())) as client:
        yield BarPage(window, client, runs, engine)
        window.unroute_all(behavior="ignoreErrors")
        window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        window.goto("about:blank")


Look = Callable[..., Page]


@pytest.fixture
def look(server: BareCurves, window: Page) -> Iterator[Look]:
    """Opens the bare page: `look(run="first", metrics="mae")`. Afterwards the window is as it was."""
    yield from _look(server.url, window)


@pytest.fixture
def look_in_streamlit(streamlit_server: StreamlitServer, window: Page) -> Iterator[Look]:
    """Opens the page of Streamlit."""
    yield from _look(streamlit_server.url, window)


def _look(url: str, window: Page) -> Iterator[Look]:
    def look(*, scheme: Literal["light", "dark"] = "light", **asked: Any) -> Page:
        window.set_viewport_size({"width": 1440, "height": 900})
        window.emulate_media(color_scheme=scheme)
        window.goto(f"{url}/?{urlencode(asked)}")
        return window

    yield look
    window.unroute_all(behavior="wait")
    window.evaluate("localStorage.clear()")
    window.mouse.move(0, 0)


@pytest.fixture(scope="session")
def picture_server() -> Iterator[PictureServer]:
    """The server of a page with made-up pictures."""
    with PictureServer().serving() as server:
        yield server


@pytest.fixture(scope="module")
def picture_window(profile: BrowserContext) -> Iterator[Page]:
    """One window for all tests of a module, which forgets what was set in it."""
    page = profile.new_page()
    page.add_init_script("localStorage.clear()")
    yield page
    page.close()


@pytest.fixture
def look_at(picture_server: PictureServer, picture_window: Page) -> Look:
    """Opens the page with pictures: `look_at([picture(0), picture(10)])`."""

    def look(
        pictures: Sequence[Picture],
        scene: Mapping[str, Any] = PLANE,
        *,
        gone: Sequence[int] = (),
        view: str = "",
    ) -> Page:
        picture_server.shown = Shown(scene, pictures, set(gone))
        picture_window.set_viewport_size({"width": 640, "height": 560})
        picture_window.mouse.move(2, 2)
        picture_window.goto(picture_server.url)
        expect(picture_window.locator(".picture")).to_have_attribute("data-epoch", str(pictures[-1].epoch))
        if view:
            picture_window.get_by_role("tab", name=view).click()
            expect(picture_window.locator(".picture")).to_have_attribute("data-view", view.lower())
        return picture_window

    return look
