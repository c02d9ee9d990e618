"""A page without a connection to its server says so in a line of its own, in the place of Streamlit's dialog."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect

from playground.server.asset_version import module_of
from tests.support.streamlit_server import StreamlitServer

REFUSED = "The server lets this browser in no more. Open the page anew."
AWAY = "The server does not answer at this moment. What is on this page stays, and it goes on by itself."
BROKEN = "This page broke down. What was trained and kept is still there."
NEVER_CAME = "This page did not come as a whole."
NEEDED = "This room asks for a passcode. Open the page anew."
ASKED = "**/_stcore/{health,host-config}"


@dataclass
class Connected:
    """Streamlit's page with the module in it, and its connection, which a test cuts."""

    page: Page
    is_cut: bool = False
    refusal: str | None = None  # the body of the server's refusals meanwhile; None where it does not answer
    is_silent: bool = False  # whether it takes what is asked meanwhile, and says nothing
    sockets: list[WebSocketRoute] = field(default_factory=list)
    unanswered: list[Route] = field(default_factory=list)

    def open(self, url: str) -> None:
        self.page.route_web_socket("**/_stcore/stream", self._connect)
        self.page.route(ASKED, self._answer)
        self.page.goto(url)
        self._expect(connected=True)
        # As `playground.server.first_paint` writes it into every page.
        self.page.add_script_tag(url=module_of("connection"), type="module")
        self.page.evaluate(
            """() => {
                window.dialogs = 0; // frames in which one was seen
                window.opened = false; // whether Streamlit opened one
                const look = () => {
                    const seen = [...document.querySelectorAll(".stDialog")].some((each) => each.checkVisibility());
                    window.dialogs += seen;
                    requestAnimationFrame(look);
                };
                look();
                new MutationObserver((changes) => {
                    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
                    window.opened ||= added.some(({ textContent }) => textContent.includes("Connection error"));
                }).observe(document.body, { childList: true, subtree: true });
            }"""
        )

    def cut(self) -> None:
        self.is_cut = True
        for socket in self.sockets:
            socket.close(code=1012)
        self._expect(connected=False)

    def mend(self) -> None:
        self.is_cut = False
        self._expect(connected=True)

    def _expect(self, *, connected: bool) -> None:
        app = expect(self.page.get_by_test_id("stApp"))
        name, value = "data-test-connection-state", "CONNECTED"
        app.to_have_attribute(name, value) if connected else app.not_to_have_attribute(name, value)

    def _connect(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close(code=1012)
        else:
            socket.connect_to_server()
            self.sockets.append(socket)

    def _answer(self, route: Route) -> None:
        if not self.is_cut:
            route.continue_()
        elif self.is_silent:
            self.unanswered.append(route)
        elif self.refusal is None:
            route.abort()
        else:
            route.fulfill(status=401, body=self.refusal)


@pytest.fixture
def connected(streamlit_server: StreamlitServer, profile: BrowserContext) -> Iterator[Connected]:
    page = profile.new_page()
    connected = Connected(page)
    connected.open(streamlit_server.url)
    yield connected
    page.close()


def test_the_line_comes_and_goes_with_the_connection_and_no_dialog_is_seen(connected: Connected) -> None:
    line = connected.page.locator(".no-connection")
    expect(line).to_be_hidden()
    connected.cut()
    expect(line.locator("span")).to_have_text(AWAY)
    expect(line.get_by_role("button")).to_be_hidden()
    connected.page.wait_for_function("window.opened")
    connected.mend()
    expect(line).to_be_hidden()
    assert connected.page.evaluate("window.dialogs") == 0


def test_a_server_that_takes_a_question_and_says_nothing_does_not_answer(connected: Connected) -> None:
    connected.is_silent = True
    connected.cut()
    expect(connected.page.locator(".no-connection span")).to_have_text(AWAY)
    assert connected.unanswered


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (json.dumps(NEEDED), NEEDED),
        (json.dumps({"error": NEEDED}), NEEDED),
        (json.dumps({"detail": {"code": 7}}), REFUSED),
        ("<html>A proxy asks for a password.</html>", REFUSED),
    ],
    ids=["a text", "an object with an error", "another object", "no JSON"],
)
def test_whoever_is_not_let_in_any_more_reads_why_and_opens_the_page_anew(
    connected: Connected, refusal: str, sentence: str
) -> None:
    connected.refusal = refusal
    connected.cut()
    line = connected.page.locator(".no-connection")
    expect(line.locator("span")).to_have_text(sentence)
    line.get_by_role("button", name="Open the page anew").press("Enter")
    connected.page.wait_for_function("window.dialogs === undefined")


def test_a_page_that_an_error_left_blank_says_so(connected: Connected) -> None:
    connected.page.evaluate("document.getElementById('root').replaceChildren()")  # as React does it
    line = connected.page.locator(".no-connection")
    expect(line.locator("span")).to_have_text(BROKEN)
    line.get_by_role("button", name="Open the page anew").click()
    connected.page.wait_for_function("window.dialogs === undefined")


def test_a_page_whose_scripts_did_not_come_says_so(streamlit_server: StreamlitServer, window: Page) -> None:
    assert window.context.browser is not None
    page = window.context.browser.new_page()
    page.clock.install()
    page.route("**/static/js/*.js", lambda route: route.abort())
    page.goto(streamlit_server.url)
    page.add_script_tag(url=module_of("connection"), type="module")
    line = page.locator(".no-connection")
    expect(line).to_be_hidden()
    page.clock.fast_forward(20_000)
    expect(line.locator("span")).to_have_text(NEVER_CAME)
    page.unroute_all()
    line.get_by_role("button", name="Open the page anew").click()
    expect(page.get_by_test_id("stApp")).to_be_visible()
    page.close()
