"""The stream: each message holds what has changed since the last on this connection, and nothing is lost."""

import json
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient, WebSocketTestSession
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from playground.experiment import Data, Experiment, Training
from playground.messages.events import Began, Ended, Epochs, Paused, Picture, WentBack
from playground.persons import Person, new_number, person_of
from playground.runs import Run, Runs
from playground.server.stream import feeds
from playground.server.stream.messages import Follow
from playground.server.stream.viewer import MOST_MESSAGES, MOST_TOPICS
from playground.store import StoreError
from tests.support.experiments import complete
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import SECONDS, until

NUMBER = new_number()


def owner() -> Person:
    person = person_of(NUMBER)
    assert person is not None
    return person


@pytest.fixture
def run(runs: Runs) -> Run:
    run = runs.start(
        complete(Experiment(title="Iris", data=Data(dataset="iris"), training=Training(epochs=10))), owner()
    )
    run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
    epochs(run, 0, 1.0, 0.123456789, math.nan)
    return run


def epochs(run: Run, first: int, *losses: float, seconds: float = 0.1) -> None:
    run.hear([Epochs(first=first, logs={"loss": list(losses)}, seconds=[seconds] * len(losses))])


class Page:
    """A page of sorts: what it has been told, message by message."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self._socket = socket
        self.number = 0

    def say(self, **said: Any) -> None:
        self._socket.send_text(json.dumps(said))

    def follow(self, topic: int = 1, **more: Any) -> None:
        self.say(kind="follow", topic=topic, **more)

    def news(self) -> list[dict[str, Any]]:
        """What the next message with news tells, after which the page says that it has seen it."""
        while True:
            message = self._socket.receive()
            assert message["type"] == "websocket.send", message
            if (text := message.get("text")) is None:
                size = int.from_bytes(message["bytes"][:4], "little")
                text, rest = message["bytes"][4 : 4 + size].decode(), message["bytes"][4 + size :]
            else:
                rest = b""
            told = json.loads(text)
            assert told["number"] == self.number + 1
            self.number = told["number"]
            self.say(kind="seen", number=self.number)
            for each in told["news"]:
                if size := each.get("pictures", {}).pop("size", 0):
                    each["picture"], rest = rest[:size], rest[size:]
            assert not rest
            if told["news"]:
                return list(told["news"])

    def next(self) -> dict[str, Any]:
        (found,) = self.news()
        return found


@contextmanager
def page(client: TestClient, **headers: str) -> Iterator[Page]:
    with client.websocket_connect("/stream", headers=headers) as socket:
        yield Page(socket)


def test_the_first_message_tells_what_the_route_of_curves_does(client: TestClient, run: Run) -> None:
    answer = client.get(f"/runs/{run.id}/curves").json()
    with page(client) as stream:
        stream.follow(run=run.id)
        first = stream.next()
    curves, elapsed, start = (answer.pop(name) for name in ("curves", "elapsed", "from"))
    assert first.pop("set") | first.pop("own") == answer
    assert first == {"topic": 1, "from": start, "curves": curves, "elapsed": elapsed}
    assert curves == {"loss": [1.0, 0.123457, None]}


def test_a_message_holds_only_what_has_changed_and_the_epochs_that_are_new(
    client: TestClient, run: Run
) -> None:
    with page(client) as stream:
        stream.follow(run=run.id, first=2)
        assert (first := stream.next())["from"] == 2
        assert first["curves"] == {"loss": [None]}
        epochs(run, 3, 0.5, 0.25)
        second = stream.next()
        assert (second["from"], second["curves"]) == (3, {"loss": [0.5, 0.25]})
        assert second["elapsed"] == [0.1, 0.1]
        assert second["set"]["epoch"] == 4
        assert not {"title", "state", "units", "mine", "remarks"} & set(second["set"])
        run.hear([Ended(status="finished", epochs=4, seconds=0.5)])
        last = stream.next()
        assert last["set"]["state"] == "finished"
        assert "curves" not in last
        # An ended run may still be pictured along other columns.
        run.hear([Picture(epoch=4, batch=0, bytes=b"abc")])
        assert stream.next() == {"topic": 1, "own": {"pictures": 1}}


def test_times_and_rates_come_less_often_than_epochs_and_with_every_change_of_the_state(
    client: TestClient, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "TIMES_SECONDS", 3600.0)
    with page(client) as stream:
        stream.follow(run=run.id)
        stream.next()
        for epoch in (3, 4):
            epochs(run, epoch, 0.5, seconds=epoch * 1.0)
            assert stream.next()["set"] == {"epoch": epoch}
        run.hear([Paused(paused=True, epoch=4, batch=0)])
        assert stream.next()["set"]["seconds"] == 4.0


def test_a_run_that_begins_anew_is_told_anew(client: TestClient, run: Run) -> None:
    with page(client) as stream:
        stream.follow(run=run.id)
        stream.next()
        run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
        told = stream.next()
        assert told["anew"]
        epochs(run, 0, 2.0)
        assert (told := stream.next())["from"] == 0
        assert told["curves"] == {"loss": [2.0]}


def test_a_run_that_went_back_is_told_whole_also_where_it_has_come_further_meanwhile(
    client: TestClient, run: Run
) -> None:
    with page(client) as stream:
        stream.follow(run=run.id)
        stream.next()
        run.hear(
            [
                WentBack(epoch=1, revision=1),
                Epochs(first=2, logs={"loss": [0.5, 0.25]}, seconds=[0.1, 0.1]),
            ]
        )
        told = stream.next()
    assert (told["anew"], told["from"], told["curves"]["loss"]) == (True, 0, [1.0, 0.123457, 0.5, 0.25])
    assert (told["set"]["revision"], told["set"]["went_back_to"]) == (1, 1)


def test_pictures_come_with_their_bytes_and_what_was_let_go(client: TestClient, run: Run) -> None:
    with page(client) as stream:
        stream.follow(run=run.id, pictures=0)
        assert "pictures" not in stream.next()
        run.hear([Picture(epoch=1, batch=0, bytes=b"first"), Picture(epoch=2, batch=3, bytes=b"second")])
        told = stream.next()
        assert told["pictures"] == {"number": 2, "epochs": [[1, 0], [2, 3]], "all": True, "error": ""}
        assert told["picture"] == b"second"
        run.film.fail("It cannot be pictured so.")
        run.watchers.tell()
        told = stream.next()
        assert (told["pictures"]["error"], told["pictures"]["epochs"]) == ("It cannot be pictured so.", [])
        assert "picture" not in told
        run.film.empty()
        run.hear([Picture(epoch=0, batch=0, bytes=b"anew")])
        told = stream.next()
        assert (told["pictures"]["epochs"], told["pictures"]["all"]) == ([[0, 0]], True)
        assert told["picture"] == b"anew"
        run.hear([Picture(epoch=1, batch=0, bytes=b"next")])
        told = stream.next()
        assert (told["pictures"]["epochs"], told["pictures"]["all"]) == ([[1, 0]], False)
        stream.follow(run=run.id, first=3, pictures=told["pictures"]["number"])
        assert "pictures" not in stream.next()


def test_several_runs_and_a_group_come_on_one_stream(client: TestClient, runs: Runs, run: Run) -> None:
    experiment = complete(Experiment(data=Data(dataset="iris")))
    group = runs.start_group([experiment] * 2, owner(), "sweep", ["0.1", "0.01"], {"over": []})
    with page(client) as stream:
        stream.follow(1, run=run.id)
        stream.next()
        stream.follow(2, group=group.id)
        told = stream.next()
        assert told["topic"] == 2
        assert told["set"]["kind"] == "sweep"
        assert [(place, run["cell"]) for place, run in told["runs"]] == [(0, "0.1"), (1, "0.01")]
        group.runs[1].hear([Ended(status="failed", reason="A reason.")])
        assert stream.next() == {
            "topic": 2,
            "runs": [[1, {"state": "failed", "reason": "A reason."}]],
        }
        stream.say(kind="leave", topic=1)
        epochs(run, 3, 0.5)
        group.runs[0].hear([Ended(status="stopped", reason="")])
        told = stream.next()
        assert (told["topic"], told["set"]) == (2, {"over": True})


def test_a_page_says_who_it_is_by_its_cookie_or_its_visit_and_hears_which_presses_were_taken(
    client: TestClient, run: Run
) -> None:
    client.cookies.set("visitor", NUMBER)
    mine = new_number()
    with page(client, Cookie=f"visitor={NUMBER}") as stream:
        stream.follow(run=run.id, client=mine)
        told = stream.next()
        assert told["own"] == {"mine": True, "taken": None, "pictures": 0}
        assert not told["set"]["held"]
        wish = {"client": mine, "first": 1, "wishes": [{"kind": "pause"}]}
        assert client.post(f"/runs/{run.id}/wishes", json=wish).status_code == 200
        assert stream.next() == {"topic": 1, "set": {"held": True}, "own": {"taken": 1}}
    client.cookies.clear()
    with page(client) as stream:
        stream.follow(1, run=run.id, visitor=NUMBER)
        assert stream.next()["own"]["mine"]
        stream.follow(2, run=run.id, visitor=new_number())
        assert not stream.next()["own"]["mine"]


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
    config = uvicorn.Config(client.app, port=0, ws="websockets-sansio", log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    with connect(f"ws://127.0.0.1:{port}/stream") as socket:
        socket.send(json.dumps({"kind": "follow", "topic": 1, "run": run.id}))
        assert json.loads(socket.recv(SECONDS))["news"]
        server.should_exit = True
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(SECONDS)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
    thread.join(SECONDS)
    assert not thread.is_alive()
