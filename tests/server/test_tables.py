"""People upload their own tables, and nobody else sees them."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from anyio import Event
from starlette.requests import Request
from starlette.testclient import TestClient

from playground.datasets import complete_data
from playground.experiment import Data, Experiment
from playground.limits import limits
from playground.persons import VISITOR, Person, new_number, person_of
from playground.plan import plan
from playground.runs import Runs
from playground.server import tables
from playground.server.answers import OF_VISIT
from playground.services import Services, use
from playground.showing.untrained import link_of
from playground.store import Files, Store
from tests.support.own_tables import FLATS
from tests.support.silent_engine import SilentEngine

CONTENT = FLATS.encode()
ME, YOU = ({OF_VISIT: new_number()} for _ in range(2))


def who(headers: Mapping[str, str]) -> Person:
    """The person who sends these headers."""
    found = person_of(headers[OF_VISIT])
    assert found is not None
    return found


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    """Runs that keep what they are given."""
    store = Store(f"sqlite:///{tmp_path / 'playground.db'}")
    runs = Runs(SilentEngine(), store, Files(str(tmp_path / "files")))
    runs.wait_for_store()
    with use(Services(runs)):
        yield runs
    runs.close()


@pytest.fixture(autouse=True)
def _nobody_by_cookie(client: TestClient) -> None:
    client.cookies.delete(VISITOR)


def upload(client: TestClient, content: bytes = CONTENT, query: str = "name=flats.csv") -> dict[str, Any]:
    answer = client.post(f"/tables?{query}", content=content, headers=ME)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_upload_is_read_and_kept(client: TestClient, runs: Runs) -> None:
    found = upload(client)
    assert (found["status"], found["rows"], found["doubts"]) == ("read", 40, [])
    assert found["dialect"]["delimiter"] == ";"
    said = Data.model_validate({"dataset": found["dataset"], "reading": found["reading"]})
    assert complete_data(said).reading == said.reading
    assert [column["kind"] for column in found["columns"]] == [
        *("identifier", "number", "category", "number", "number")
    ]
    assert found["first"][0] == ["1", "20,5", "Rand", "400,0", "0"]
    (mine,) = runs.own_tables.of(who(ME))
    assert (mine.digest, mine.title, mine.shared) == (found["digest"], "flats.csv", False)
    assert not runs.own_tables.of(who(YOU))


def test_the_dialect_can_be_overruled(client: TestClient) -> None:
    digest = upload(client)["digest"]
    again = client.get(f"/tables/{digest}?delimiter=|&header=no", headers=ME).json()
    assert (again["dialect"]["delimiter"], again["dialect"]["header"]) == ("|", False)
    assert again["rows"] == 41
    wrong = client.get(f"/tables/{digest}?decimal=x", headers=ME)
    assert (wrong.status_code, "decimal" in wrong.json()["error"]) == (400, True)


@pytest.mark.parametrize("encoding", ["idna", "punycode", "rot13", "utf-99"])
def test_an_encoding_that_does_not_fit_is_refused_with_a_sentence(client: TestClient, encoding: str) -> None:
    content = "größe;b\n1;2\n".encode()
    answer = client.post(f"/tables/first?encoding={encoding}", content=content, headers=ME)
    assert (answer.status_code, "rot" in encoding or encoding in answer.json()["error"]) == (422, True)


def test_what_cannot_be_read_is_refused_with_a_sentence_and_not_kept(client: TestClient, runs: Runs) -> None:
    answer = client.post("/tables?name=empty.csv", content=b" ", headers=ME)
    assert (answer.status_code, answer.json()["status"]) == (422, "refused")
    assert answer.json()["sentence"]
    assert not runs.own_tables.of(who(ME))


def test_a_file_above_the_limit_is_refused_before_a_byte_is_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> Iterator[bytes]:
        yield b"a,b\n"
        raise AssertionError("the body is read")

    monkeypatch.setattr("playground.server.tables._body", None)  # nobody may call it
    too_much = {**ME, "content-length": str(limits().upload_bytes + 1)}
    answer = client.post("/tables", content=read(), headers=too_much)
    assert (answer.status_code, "at most 100 MB" in answer.json()["error"]) == (413, True)
    far_too_much = {**ME, "content-length": str(100 * limits().upload_bytes)}
    assert "at most 100 MB" in client.post("/tables", content=read(), headers=far_too_much).json()["error"]
    assert client.post("/tables", content=iter([b"a"]), headers=ME).status_code == 411


def test_a_file_that_is_too_large_unpacked_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.datasets.reading import Bounds

    monkeypatch.setattr("playground.server.tables.bounds", lambda: Bounds(rows=10))
    answer = client.post("/tables", content=CONTENT, headers=ME)
    assert (answer.status_code, "rows" in answer.json()["sentence"]) == (422, True)


def test_a_person_sends_one_file_at_a_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("playground.server.tables._sending", {who(ME).id: ("10.0.0.1", 10)})
        assert client.post("/tables", content=CONTENT, headers=ME).status_code == 429
        assert client.post("/tables", content=CONTENT, headers=YOU).status_code == 200
    assert client.post("/tables", content=b" ", headers=ME).status_code == 422
    assert upload(client)["status"] == "read"  # also after one that failed


def test_made_up_persons_of_one_address_keep_nobody_else_from_sending(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of(number: int, address: str) -> dict[str, tuple[str, int]]:
        return {f"person {each}": (address, 10) for each in range(number)}

    here = TestClient(client.app, client=("10.0.0.1", 1))
    monkeypatch.setattr(tables, "_sending", of(tables.OF_ADDRESS, "10.0.0.1"))
    assert here.post("/tables", content=CONTENT, headers=ME).status_code == 429
    monkeypatch.setattr(tables, "_sending", of(tables.OF_ADDRESS, "10.0.0.2"))
    sent = here.post("/tables", content=CONTENT, headers=ME)
    assert sent.status_code == 200
    address = f"/tables/{sent.json()['digest']}"
    monkeypatch.setattr(tables, "_unread", Counter({"10.0.0.1": tables.OF_ADDRESS}))
    assert here.post("/tables/first", content=CONTENT).status_code == 429
    assert here.get(address, headers=ME).status_code == 429
    assert here.post("/tables", content=CONTENT, headers=ME).status_code == 200  # it has its place already
    monkeypatch.setattr(tables, "_unread", Counter())
    monkeypatch.setattr(tables, "NEW_OF_ADDRESS", 0)
    refused = here.post("/tables", content=CONTENT, headers=YOU)
    assert (refused.status_code, "from your address" in refused.json()["error"]) == (403, True)


def test_only_pages_of_this_app_and_persons_add_tables(client: TestClient) -> None:
    foreign = client.post("/tables", content=CONTENT, headers={**ME, "sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    nobody = client.post("/tables", content=CONTENT)
    assert (nobody.status_code, "cookie" in nobody.json()["error"]) == (403, True)


def test_a_file_is_fetched_when_it_is_its_turn_to_be_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, turns = upload(client)["digest"], []

    def content_of(_digest: str) -> bytes:
        turns.append(tables._reading.borrowed_tokens if tables._reading else 0)
        return CONTENT

    monkeypatch.setattr(tables, "content_of", content_of)
    assert client.get(f"/tables/{digest}", headers=ME).status_code == 200
    assert turns == [1]


def test_who_sends_no_more_gives_the_place_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SILENCE", 0.0)
    monkeypatch.setattr(tables, "SLOWEST", float("inf"))

    async def never_ends(_request: Request) -> AsyncIterator[bytes]:
        yield b"a,b\n"
        await Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(Request, "stream", never_ends)
        answer = client.post("/tables", content=CONTENT, headers=ME)
    assert (answer.status_code, "slowly" in answer.json()["error"]) == (400, True)
    monkeypatch.undo()
    assert upload(client)["status"] == "read"


def test_the_data_of_a_run_is_seen_by_whoever_may_see_its_table(client: TestClient, runs: Runs) -> None:
    found = upload(client)
    planned = plan(Experiment(data=Data(dataset=found["dataset"]))).experiment
    run = runs.start(planned, who(ME))
    names = ("rows", "scene", "pictures", "findings", "pictures/latest", "pictures/0", "weights")
    routes = [f"/runs/{run.id}/{name}" for name in names]
    untrained = f"/untrained/{link_of(planned)}/scene"
    assert [client.get(route, headers=YOU).status_code for route in (*routes, untrained)] == [403] * 8
    assert "another person" in client.get(routes[0], headers=YOU).json()["error"]
    assert [client.get(route, headers=ME).status_code for route in (*routes[:3], untrained)] == [200] * 4
    assert client.get(f"/runs/{run.id}/curves", headers=YOU).status_code == 200
    one = f"/tables/{found['digest']}"
    assert client.get(one, headers=YOU).status_code == 404
    runs.own_tables.share(found["digest"], who(ME), True)
    assert [client.get(route, headers=YOU).status_code for route in (*routes[:3], untrained, one)] == [
        200
    ] * 5


@pytest.mark.parametrize("digest", ["0" * 64, "A" * 64, "0", "%00"])
def test_a_table_that_is_not_there_is_told_so(client: TestClient, digest: str) -> None:
    answer = client.get(f"/tables/{digest}", headers=ME)
    assert (answer.status_code, "no such table" in answer.json()["error"]) == (404, True)


def test_a_table_that_was_removed_is_gone(client: TestClient, runs: Runs) -> None:
    found = upload(client)
    run = runs.start(plan(Experiment(data=Data(dataset=found["dataset"]))).experiment, who(ME))
    runs.own_tables.remove(found["digest"], who(ME))
    assert client.get(f"/tables/{found['digest']}", headers=ME).status_code == 404
    assert client.get(f"/runs/{run.id}/rows", headers=ME).status_code == 403


def test_the_first_part_of_a_file_is_read_and_not_kept(client: TestClient, runs: Runs) -> None:
    found = client.post("/tables/first?decimal=,", content=CONTENT, headers=ME)
    assert found.status_code == 200
    assert found.json()["first"][0] == ["1", "20,5", "Rand", "400,0", "0"]
    assert not runs.own_tables.of(who(ME))
    assert client.post("/tables/first", content=b"a" * 200_001, headers=ME).status_code == 413
    foreign = {**ME, "Sec-Fetch-Site": "cross-site"}
    assert client.post("/tables/first", content=CONTENT, headers=foreign).status_code == 403
