"""What a stream refuses, and how slow, many and closing pages are borne."""

import json

import pytest
from starlette.testclient import TestClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from playground.runs import Run, Runs
from playground.server.stream.messages import Follow
from playground.server.stream.viewer import MOST_MESSAGES, MOST_TOPICS
from playground.store import StoreError
from tests.support.silent_engine import SilentEngine
from tests.support.stream_page import epochs, iris, page
from tests.support.uvicorn_server import port_of, serving
from tests.support.waiting import SECONDS


@pytest.fixture
def run(runs: Runs) -> Run:
    return iris(runs)


def test_what_cannot_be_followed_is_answered_as_by_the_routes(
    client: TestClient, runs: Runs, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with page(client) as stream:
        stream.follow(1, run="0" * 32)
        assert stream.next() == {
            "topic": 1,
            "status": 404,
            "error": client.get("/runs/0/curves").json()["error"],
        }
        stream.follow(2, group="none")
        assert stream.next()["status"] == 404
        stream.follow(3, run=run.id)
        stream.next()
        run.deleted_at = 1.0
        run.watchers.tell()
        assert stream.next() == {
            "topic": 3,
            "status": 404,
            "error": client.get("/runs/0/curves").json()["error"],
        }

        def away(_: str) -> None:
            raise StoreError("The database cannot be used at the moment.")

        with monkeypatch.context() as patch:
            patch.setattr(runs, "get", away)
            stream.follow(4, run="1" * 32)
            told = stream.next()
            assert told == {"topic": 4, "status": 503, "error": "The database cannot be used at the moment."}
        # It is looked for again.
        while (told := stream.next())["status"] == 503:
            pass
        assert told["status"] == 404


def test_a_page_that_reads_slowly_gets_the_newest_state_and_no_queue(client: TestClient, run: Run) -> None:
    with client.websocket_connect("/stream") as socket:
        socket.send_text(json.dumps({"kind": "follow", "topic": 1, "run": run.id}))
        told = []
        for epoch in range(3, 3 + MOST_MESSAGES - 1):
            told.append(json.loads(socket.receive_text()))
            epochs(run, epoch, 0.5)
        told.append(json.loads(socket.receive_text()))
        # The page has taken in nothing: no more is sent, whatever comes.
        for epoch in range(100, 200):
            epochs(run, epoch, 0.25)
        socket.send_text(json.dumps({"kind": "seen", "number": told[-1]["number"]}))
        (news,) = json.loads(socket.receive_text())["news"]
        assert news["set"]["epoch"] == 199
        assert len(news["curves"]["loss"]) == 199 - told[-1]["news"][0]["set"]["epoch"]


def test_a_run_is_asked_to_tell_often_only_as_long_as_somebody_looks(
    client: TestClient, runs: Runs, run: Run
) -> None:
    engine = runs.engine
    assert isinstance(engine, SilentEngine)
    with page(client) as stream:
        stream.follow(run=run.id)
        stream.next()
        assert engine.wanted[run.id] < 0.05
        stream.say(kind="hidden", hidden=True)
        epochs(run, 3, 0.5)
        stream.next()
        assert engine.wanted.pop(run.id) == 0.1
        stream.say(kind="hidden", hidden=False)
        epochs(run, 4, 0.5)
        stream.next()
        assert engine.wanted[run.id] < 0.05
    assert engine.wanted[run.id] == 0.1


@pytest.mark.parametrize(
    "said",
    [
        "nonsense",
        json.dumps({"kind": "follow", "topic": 1, "run": "x", "first": -1}),
        json.dumps({"kind": "follow", "topic": 1, "run": "x", "more": 1}),
        json.dumps({"kind": "steer"}),
    ],
)
def test_a_page_that_says_something_else_is_cut_off(client: TestClient, said: str) -> None:
    with client.websocket_connect("/stream") as socket:
        socket.send_text(said)
        assert socket.receive() == {"type": "websocket.close", "code": 1008, "reason": ""}


def test_a_page_cannot_follow_without_end(client: TestClient, run: Run) -> None:
    with client.websocket_connect("/stream") as socket:
        for topic in range(MOST_TOPICS + 1):
            socket.send_text(Follow(topic=topic, group="g").model_dump_json())
        while (message := socket.receive())["type"] == "websocket.send":
            pass
        assert message["code"] == 1008


def test_a_server_with_open_streams_ends_and_tells_them(client: TestClient, run: Run) -> None:
    with serving(client.app) as server, connect(f"ws://127.0.0.1:{port_of(server)}/stream") as socket:
        socket.send(json.dumps({"kind": "follow", "topic": 1, "run": run.id}))
        assert json.loads(socket.recv(SECONDS))["news"]
        server.should_exit = True
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(SECONDS)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
