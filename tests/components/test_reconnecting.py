"""A page whose connection is cut while it is drawn is drawn anew, whole, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.support.streamlit_server import StreamlitServer


class Cut:
    """The connection of the page of cut_page.py. A test says what is the last message that the page hears."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.heard, self.drawn = folder / "heard", folder / "drawn"
        self._page = page
        self._is_last: Callable[[ForwardMsg], bool] = lambda message: False
        self._sides: list[WebSocketRoute] = []
        page.route_web_socket("**/_stcore/stream", self._connect)

    def after(self, button: str, is_last: Callable[[ForwardMsg], bool]) -> None:
        """Press a button, and cut the connection when the script has come so far."""
        self._is_last = is_last
        self._page.get_by_role("button", name=button).click()
        while not self.drawn.exists():
            self._page.wait_for_timeout(20)  # the browser's events come meanwhile
        for side in self._sides:
            side.close(code=1012)

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        if not self._sides:
            self._sides = [socket, server]
            server.on_message(self._hear)

    def _hear(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        if self.heard.exists():
            return
        self._sides[0].send(message)
        if self._is_last(ForwardMsg.FromString(message)):
            self.heard.touch()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StreamlitServer]:
    settings = {"HEARD": str(tmp_path / "heard"), "DRAWN": str(tmp_path / "drawn")}
    server = StreamlitServer(tmp_path / "log", app="cut_page.py", settings=lambda _: settings)
    yield server
    server.process.terminate()
    server.process.wait(20)


@pytest.fixture
def page(server: StreamlitServer, window: Page) -> Iterator[Page]:
    assert window.context.browser is not None
    page = window.context.browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def cut(page: Page, server: StreamlitServer, tmp_path: Path) -> Cut:
    cut = Cut(page, tmp_path)
    page.goto(server.url)
    return cut


def test_what_is_drawn_in_two_parts_is_not_sent_in_part(cut: Cut, page: Page) -> None:
    cut.after("Draw in two parts", lambda message: message.delta.new_element.markdown.body == "This is sent.")
    expect(page.get_by_test_id("stMarkdown")).to_have_text(["Drawn 3 times."])


def test_a_page_that_does_not_know_that_it_is_drawn_is_drawn_anew_too(cut: Cut, page: Page) -> None:
    states: list[bool] = []

    def is_last(message: ForwardMsg) -> bool:
        if message.WhichOneof("type") == "session_status_changed":
            states.append(message.session_status_changed.script_is_running)
        return states == [True, False]  # between the script and the one that it asks for

    cut.after("Begin again by itself", is_last)
    expect(page.get_by_test_id("stMarkdown")).to_have_text(["Drawn 4 times."])
