"""The whole app, and people who visit it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.playground_page import Playground
from tests.browser.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, for all tests of this folder; it has to end with a clean log and no process left."""
    server = Server(tmp_path_factory.mktemp("server") / "log")
    try:
        yield server
    finally:
        left = server.stop()
    assert server.complaints() == [], server.log.read_text(errors="replace")
    assert left == [], "these outlived the server"


Visit = Callable[..., Playground]


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """Opens the app as a new person: `visit()`. No page may raise an error or ask another host."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    asked: list[str] = []

    def visit(address: str = "/", **options: Any) -> Playground:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        person = Playground(context.new_page(), server.url)
        person.open(address)
        return person

    yield visit
    raised, elsewhere = (
        list(errors),
        [url for url in asked if not url.startswith((server.url, "data:", "blob:"))],
    )
    for context in contexts:
        context.close()
    assert raised == []
    assert elsewhere == []
