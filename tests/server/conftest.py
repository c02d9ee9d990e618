"""The server's routes and middleware around a page of their own, without Streamlit and without training."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from playground.runs import Runs
from playground.server import middleware, routes, services
from tests.runs.silent_engine import SilentEngine


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """The runs that the routes find."""
    runs = Runs(SilentEngine())
    monkeypatch.setattr(services, "_runs", runs)
    return runs


@pytest.fixture
def client(runs: Runs) -> Iterator[TestClient]:
    """A browser of sorts."""

    def page(_request: object) -> Response:
        return HTMLResponse("<p>hello")

    app = Starlette(routes=[*routes(), Route("/", page)], middleware=middleware())
    with TestClient(app) as client:
        yield client
