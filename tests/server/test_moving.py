"""A browser that sends a code gets the cookie of the person who made it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from playground.persons import VISITOR
from playground.runs import Runs
from playground.services import Services, use
from playground.store import Store
from tests.support.kept_runs import ME, NUMBER
from tests.support.silent_engine import SilentEngine


@pytest.fixture
def runs(engine: SilentEngine, tmp_path: Path) -> Iterator[Runs]:
    """Runs that are kept."""
    with use(Services(Runs(engine, Store(f"sqlite:///{tmp_path / 'playground.db'}")))) as services:
        services.runs.wait_for_store()
        yield services.runs
        services.runs.close()


def test_a_code_brings_the_cookie_once(client: TestClient, runs: Runs) -> None:
    code = runs.moving.code_for(ME, NUMBER)
    client.get("/")
    assert client.cookies[VISITOR] != NUMBER
    foreign = {"origin": "https://elsewhere.example"}
    assert client.post("/person", json={"code": code}, headers=foreign).status_code == 403
    answer = client.post("/person", json={"code": code})
    assert answer.status_code == 200
    assert NUMBER not in answer.text
    assert client.cookies[VISITOR] == NUMBER
    assert "HttpOnly" in answer.headers["set-cookie"]
    again = client.post("/person", json={"code": code})
    assert (again.status_code, "set-cookie" in again.headers) == (403, False)
    assert "not known" in again.json()["error"]


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b'{"code": 5}', 400), (b'{"code": "' + b"A" * 2000 + b'"}', 413)]
)
def test_what_is_no_code_is_refused_with_a_sentence(
    client: TestClient, runs: Runs, body: bytes, status: int
) -> None:
    answer = client.post("/person", content=body)
    assert (answer.status_code, answer.json()["error"]) == (
        status,
        "Type the ten letters and digits of a code.",
    )
