"""The server's routes and middleware around Streamlit's page, without its server and without training."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from playground.runs import Runs
from playground.server import middleware, routes
from playground.services import Services, use
from tests.support.silent_engine import SilentEngine


@pytest.fixture
def engine() -> SilentEngine:
    """The engine beneath the runs."""
    return SilentEngine()


@pytest.fixture
def runs(engine: SilentEngine) -> Iterator[Runs]:
    """The runs that the routes find."""
    with use(Services(Runs(engine))) as services:
        yield services.runs


@pytest.fixture
def client(runs: Runs) -> Iterator[TestClient]:
    """A browser of sorts."""

    page = StaticFiles(packages=[("streamlit", "static")], html=True)
    app = Starlette(routes=[*routes(), Mount("/", page)], middleware=middleware())
    with TestClient(app) as client:
        yield client
