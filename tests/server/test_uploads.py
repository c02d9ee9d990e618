"""Uploads are bounded by what their heads say, before a byte of them is read."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from playground.server import middleware
from playground.server.uploads import MOST_FILES, Ledger

SIZE = 300_000


@pytest.fixture
def read() -> list[int]:
    """The bytes that came through to the page, a number for each file."""
    return []


@pytest.fixture
def client(read: list[int]) -> Iterator[TestClient]:
    async def take(request: Request) -> Response:
        if request.method == "PUT":
            read.append(len(await request.body()))
        return Response(status_code=400 if "refused" in request.url.path else 204)

    route = Route("/_stcore/upload_file/{session}/{file}", take, methods=["PUT", "DELETE"])
    with TestClient(Starlette(routes=[route], middleware=middleware(Ledger()))) as client:
        yield client


def put(client: TestClient, file: str, size: int = SIZE, session: str = "one") -> int:
    return client.put(f"/_stcore/upload_file/{session}/{file}", content=b"x" * size).status_code


def test_a_file_larger_than_the_uploader_takes_is_refused_unread(client: TestClient, read: list[int]) -> None:
    assert put(client, "f", 2_000_000) == 413
    assert read == []
    assert put(client, "f", 1_000_000) == 204


def test_a_file_that_does_not_say_its_length_is_refused_unread(client: TestClient, read: list[int]) -> None:
    answer = client.put("/_stcore/upload_file/one/f", content=iter([b"x" * 1000]))
    assert answer.status_code == 411
    assert "length" in answer.text
    assert read == []


def test_a_session_has_few_files_and_others_have_their_own(client: TestClient, read: list[int]) -> None:
    assert [put(client, f"f{n}", 1000) for n in range(MOST_FILES + 2)] == [204] * MOST_FILES + [413] * 2
    assert len(read) == MOST_FILES
    assert put(client, "f0", 1000) == 204  # the same again
    assert put(client, "g", 1000, session="two") == 204
    client.delete("/_stcore/upload_file/one/f0")
    assert put(client, "another", 1000) == 204


def test_a_session_has_few_bytes(client: TestClient) -> None:
    answers = [put(client, f"f{n}", 900_000) for n in range(6)]
    assert answers[0] == 204
    assert answers[-1] == 413


def test_what_the_page_refused_counts_for_nothing(client: TestClient) -> None:
    assert {put(client, f"refused{n}", 1000) for n in range(MOST_FILES)} == {400}
    assert put(client, "f", 1000) == 204


def test_files_of_sessions_that_are_gone_are_freed() -> None:
    ledger, removed = Ledger(), list[str]()
    for session in ("there", "gone"):
        assert ledger.take(session, "f", 1000)
    ledger.free(lambda session: session == "there", removed.append)
    assert removed == ["gone"]
    ledger.free(lambda _session: False, removed.append)
    assert removed == ["gone", "there"]
