"""The whole app, and people who visit it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, WebError

from tests.support.installation import shared_server
from tests.support.kept_runs import Kept, Seed, owner_of
from tests.support.playground_page import Playground, Visit
from tests.support.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server, for all tests of this folder.

    It has to end with a clean log and no process left; tools/run_tests.py sees to that where it started one for
    several processes.
    """
    shared = shared_server()
    if shared is not None:
        yield shared
        return
    server = Server(tmp_path_factory.mktemp("server") / "log")
    try:
        yield server.url
    finally:
        faults = server.end()
    assert faults == []


_SCREEN = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="module")
def warm(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile whose cache is filled; each test's first visitor comes with it, as nobody known before."""
    context = browser.new_context(**_SCREEN)
    yield context
    context.close()


@pytest.fixture
def visit(server: str, browser: Browser, warm: BrowserContext) -> Iterator[Visit]:
    """Opens the app as a new person: `visit()`. No page may raise an error or ask another host."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    asked: list[str] = []

    def note_request(request: Request) -> None:
        asked.append(request.url)

    def note_error(error: WebError) -> None:
        errors.append(str(error.error))

    def visit(address: str = "/", **options: Any) -> Playground:
        first = not contexts and not options
        context = warm if first else browser.new_context(**{**_SCREEN, **options})
        contexts.append(context)
        context.on("request", note_request)
        context.on("weberror", note_error)
        person = Playground(context.new_page(), server)
        person.open(address)
        return person

    yield visit
    raised = list(errors)
    elsewhere = [url for url in asked if not url.startswith((server, "data:", "blob:"))]
    for context in contexts:
        if context is warm:
            context.remove_listener("request", note_request)
            context.remove_listener("weberror", note_error)
            _forget(context)
        else:
            context.close()
    assert raised == []
    assert elsewhere == []


def _forget(context: BrowserContext) -> None:
    """Takes everything from a profile that tells its person from another; only its cache stays."""
    for page in context.pages:
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.close()
    context.clear_cookies()
    context.clear_permissions()


@pytest.fixture
def seed(server: str) -> Seed:
    """Puts runs of a person who has come into the store of the server: `with seed(person) as kept: kept.run(…)`.

    They are in the store at the end of the block, and nothing was trained.
    """
    return _seed


@contextmanager
def _seed(person: Playground) -> Iterator[Kept]:
    kept = Kept(owner=owner_of(person.cookie))
    try:
        yield kept
    finally:
        kept.close()
