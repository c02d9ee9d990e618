"""The whole app, and people who visit it.

There are two servers. The worker of one trains; those of the other tell epochs by the job of
tests/support/stub_job.py, for whatever is not about what a network learns. All else is the same in both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, WebError

from playground.persons import VISITOR
from tests.support.bar_page import AT_FULL_SPEED
from tests.support.chromium import PATIENCE
from tests.support.installation import TELLS, TRAINS, Installation, Kind, start
from tests.support.kept_runs import Kept, Seed, owner_of
from tests.support.playground_page import Playground, Visit


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The real server, for all tests of this folder."""
    yield from _server(TRAINS, tmp_path_factory)


@pytest.fixture(scope="session")
def stub_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The server whose workers only tell epochs, for all tests of this folder."""
    yield from _server(TELLS, tmp_path_factory)


def _server(kind: Kind, folders: pytest.TempPathFactory) -> Iterator[Installation]:
    """A server that has to end with a clean log and no process left.

    tools/run_tests.py sees to that where it started one for several processes.
    """
    shared = Installation.shared(kind)
    if shared is not None:
        yield shared
        return
    folder = folders.mktemp("server")
    server = start(kind, folder)
    try:
        yield Installation(server.url, folder)
    finally:
        faults = server.end()
    assert faults == []


class Profiles:
    """Browser profiles whose caches fill up; the first visitor of each test comes with the first, as nobody known."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def __getitem__(self, index: int) -> BrowserContext:
        while len(self._contexts) <= index:
            context = self._browser.new_context()
            context.set_default_timeout(PATIENCE)
            # Nobody waits for a film; a test of the pace chooses another speed.
            context.add_init_script(AT_FULL_SPEED)
            # Who was here before: the film of a first visit would play in every test.
            context.add_init_script("try { localStorage.setItem('opening', 'seen') } catch {}")
            self._contexts.append(context)
        return self._contexts[index]


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Profiles:
    return Profiles(browser)


@pytest.fixture
def visit(server: Installation, profiles: Profiles) -> Iterator[Visit]:
    """Opens the app as a new person: `visit()`. No page may raise an error or ask another host."""
    with _visits(server.url, profiles) as visit:
        yield visit


@pytest.fixture
def visit_stub(stub_server: Installation, profiles: Profiles) -> Iterator[Visit]:
    """The same on the server whose workers only tell epochs."""
    with _visits(stub_server.url, profiles) as visit:
        yield visit


@contextmanager
def _visits(url: str, profiles: Profiles) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    asked: list[str] = []

    def note_request(request: Request) -> None:
        asked.append(request.url)

    def note_error(error: WebError) -> None:
        errors.append(str(error.error))

    def visit(
        address: str | None = "/",
        *,
        number: str | None = None,
        width: int = 1440,
        scheme: Literal["light", "dark"] = "light",
        permissions: tuple[str, ...] = (),
    ) -> Playground:
        context = profiles[len(contexts)]
        contexts.append(context)
        context.on("request", note_request)
        context.on("weberror", note_error)
        context.grant_permissions(permissions)
        if number is not None:
            context.add_cookies([{"name": VISITOR, "value": number, "url": url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        person = Playground(page, url)
        if address is not None:
            person.open(address)
        return person

    yield visit
    raised = list(errors)
    elsewhere = [address for address in asked if not address.startswith((url, "data:", "blob:"))]
    for context in contexts:
        context.remove_listener("request", note_request)
        context.remove_listener("weberror", note_error)
        _forget(context)
    assert raised == []
    assert elsewhere == []


def _forget(context: BrowserContext) -> None:
    """Takes everything from a profile that tells its person from another; only its cache stays."""
    context.set_offline(False)
    for page in context.pages:
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.close()
    context.clear_cookies()
    context.clear_permissions()


@pytest.fixture
def seed(stub_server: Installation) -> Seed:
    """Puts runs of a person into the store: `with seed(number) as kept: kept.run(…)`; nothing is trained.

    They are in the store of `visit_stub`'s server at the end of the block. The person who comes with `number` has
    them; no page needs to have been open.
    """

    @contextmanager
    def seed(number: str) -> Iterator[Kept]:
        kept = Kept(stub_server.folder, owner_of(number))
        try:
            yield kept
        finally:
            kept.close()

    return seed
