"""A provider of logins in a process of its own, and browsers that sign in with it."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.runs import Runs
from playground.services import Services, use
from tests.support.gated import browser, gated
from tests.support.oidc_provider import Provider
from tests.support.silent_engine import SilentEngine


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """The provider, for all tests of this folder."""
    with Provider() as provider:
        yield provider


@pytest.fixture
def runs() -> Iterator[Runs]:
    """The runs that the routes find."""
    with use(Services(Runs(SilentEngine()))) as services:
        yield services.runs


@pytest.fixture
def wanted(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login is wanted."""
    for name, value in provider.settings().items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def app(provider: Provider) -> Starlette:
    """The app with a login of this provider, for all tests of this folder that change no setting."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in provider.settings().items():
            patch.setenv(name, value)
        app = gated()
        app.middleware_stack = app.build_middleware_stack()
    return app


@pytest.fixture
def outside(runs: Runs, wanted: None, app: Starlette) -> TestClient:
    """A browser in which nobody has signed in."""
    return browser(app)
