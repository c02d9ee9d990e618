"""Signing in and out as a person does it, in Streamlit's own page: its websocket hears who it is, and ends."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from playground.server.login.seal import Seal
from playground.server.login.settings import login_settings
from tests.support.chromium import PATIENCE
from tests.support.oidc_provider import Provider
from tests.support.streamlit_server import StreamlitServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StreamlitServer]:
    """An app in which people sign in."""
    with Provider() as provider, pytest.MonkeyPatch.context() as patch:
        log = tmp_path_factory.mktemp("login") / "log"
        server = StreamlitServer(log, "login_app.py", provider.settings)
        for name, value in provider.settings(server.url).items():
            patch.setenv(name, value)
        yield server
        server.process.terminate()
        server.process.wait(20)


@pytest.fixture
def person(browser: Browser) -> Iterator[BrowserContext]:
    """A browser in the dark."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 400, "height": 700})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def sign_in(page: Page, address: str) -> str:
    """Signs in as Ana; the number that the page knows her by."""
    page.goto(address)
    page.get_by_role("link", name="Sign in with the school").click()
    page.get_by_role("link", name="ana").click()
    number = page.get_by_text("Number")
    expect(number).to_be_visible()
    assert page.url == address
    return number.inner_text()


@pytest.mark.slow
def test_a_person_signs_in_is_named_and_signs_out_of_all_tabs(
    server: StreamlitServer, person: BrowserContext, browser: Browser
) -> None:
    page, other_tab = person.new_page(), person.new_page()
    number = sign_in(page, f"{server.url}/?run=1")
    other_tab.goto(server.url)
    expect(other_tab.get_by_text(number)).to_be_visible()
    with browser.new_context() as elsewhere:
        elsewhere.set_default_timeout(PATIENCE)
        assert sign_in(elsewhere.new_page(), f"{server.url}/") == number

    name = page.locator(".st-key-me").get_by_role("button")
    expect(name).to_have_accessible_name("Ana Ćosić <b>")
    colour = name.evaluate("node => getComputedStyle(node).color")
    name.click()
    expect(page.get_by_text("Signed in as Ana Ćosić <b>")).to_be_visible()
    assert name.evaluate("node => getComputedStyle(node).color") == colour  # read on a dark page too
    assert page.get_by_role("dialog").get_by_role("link").count() == 0
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out")).to_be_visible()
    expect(other_tab.get_by_text("You are not signed in")).to_be_visible()
    other_tab.reload()
    expect(other_tab.get_by_role("link", name="Sign in with the school")).to_be_visible()


def session_of(server: StreamlitServer, cookie: str, session: str = "none") -> str:
    """The session that a page gets with a login's cookie, when it comes again with the id of a session."""
    address = server.url.replace("http", "ws", 1)
    with connect(
        f"{address}/_stcore/stream",
        subprotocols=[Subprotocol(name) for name in ("streamlit", "none", session)],
        additional_headers={"Cookie": f"login={cookie}"},
    ) as socket:
        socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while True:
            heard = socket.recv(timeout=PATIENCE / 1000)
            assert isinstance(heard, bytes)
            message = ForwardMsg.FromString(heard)
            if message.HasField("new_session"):
                return str(message.new_session.initialize.session_id)


def test_a_page_that_comes_again_goes_on_as_the_same_person_alone(server: StreamlitServer) -> None:
    settings = login_settings()
    assert settings is not None
    seal = Seal(settings)

    def sign_in(number: str) -> str:
        return seal.close(seal.new(number, "Ana", "", is_verified=True))

    ana, ben = sign_in("a" * 32), sign_in("b" * 32)
    session = session_of(server, ana)
    assert session_of(server, ben, session) != session
    assert session_of(server, sign_in("a" * 32), session) == session
