"""The stream: each message holds what has changed since the last on this connection, and nothing is lost."""

import pytest
from starlette.testclient import TestClient

from playground.experiment import Data, Experiment
from playground.messages.events import Began, Ended, Epochs, Paused, Picture, WentBack
from playground.persons import new_number
from playground.runs import Run, Runs
from playground.server.stream import feeds
from tests.support.experiments import complete
from tests.support.stream_page import NUMBER, epochs, iris, owner, page


def test_the_first_message_tells_what_the_route_of_curves_does(client: TestClient, run: Run) -> None:
    answer = client.get(f"/runs/{run.id}/curves").json()
    with page(client) as stream:
        stream.follow(run=run.id)
        first = stream.next()
    curves, elapsed, start = (answer.pop(name) for name in ("curves", "elapsed", "from"))
    assert first.pop("set") | first.pop("own") == answer
    assert first == {"topic": 1, "from": start, "curves": curves, "elapsed": elapsed}
    assert curves == {"loss": [1.0, 0.123457, None]}


@pytest.fixture
def run(runs: Runs) -> Run:
    return iris(runs)


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
    group = runs.groups.start([experiment] * 2, owner(), "sweep", ["0.1", "0.01"], {"over": []})
    with page(client) as stream:
        stream.follow(1, run=run.id)
        stream.next()
        stream.follow(2, group=group.id)
        told = stream.next()
        assert told["topic"] == 2
        assert told["set"]["kind"] == "sweep"
        assert [(index, run["cell"]) for index, run in told["runs"]] == [(0, "0.1"), (1, "0.01")]
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
