"""The route of wishes: each is taken once, in order, from the run's owner alone."""

from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from playground.experiment import Data, Experiment
from playground.messages.events import Ended, Epochs, Paused
from playground.messages.wishes import (
    LookAlong,
    Pause,
    Resume,
    SetLearningRate,
    Step,
    StepBatch,
    Stop,
    Wish,
)
from playground.persons import Person, new_number, person_of
from playground.runs import Run, Runs
from playground.server.wishes import MAX_BYTES, Numbers
from tests.support.experiments import complete
from tests.support.silent_engine import SilentEngine

NUMBER = new_number()
PAGE = new_number()

STEP, PAUSE, RESUME, STOP = ({"kind": kind} for kind in ("step", "pause", "resume", "stop"))
LOOK = {"kind": "look_along", "axes": ["alcohol", "pH"]}


@pytest.fixture
def run(runs: Runs, client: TestClient) -> Run:
    """A run of the browser's owner."""
    client.cookies.set("visitor", NUMBER)
    return runs.start(complete(Experiment(data=Data(dataset="iris"))), owner(NUMBER))


def owner(number: str) -> Person:
    person = person_of(number)
    assert person is not None
    return person


def engine(runs: Runs) -> SilentEngine:
    assert isinstance(runs.engine, SilentEngine)
    return runs.engine


def asked(runs: Runs) -> list[Wish]:
    return [wish for _, wish in engine(runs).asked]


def send(
    client: TestClient,
    run: Run,
    first: int,
    *wishes: Mapping[str, Any],
    page: str = PAGE,
    headers: Mapping[str, str] | None = None,
) -> Response:
    message = {"client": page, "first": first, "wishes": list(wishes)}
    return client.post(f"/runs/{run.id}/wishes", json=message, headers=headers)


def test_wishes_are_taken_once_however_often_and_in_whatever_pieces_they_come(
    client: TestClient, runs: Runs, run: Run
) -> None:
    assert send(client, run, 1, PAUSE, STEP).json()["taken"] == 2
    assert send(client, run, 1, PAUSE, STEP).json()["taken"] == 2
    assert send(client, run, 1, PAUSE).json()["taken"] == 2  # an early message that comes late
    assert send(client, run, 2, STEP, STEP, RESUME).json()["taken"] == 4
    assert asked(runs) == [Pause(), Step(), Step(), Resume()]
    # Another page counts for itself.
    assert send(client, run, 1, PAUSE, page=new_number()).json()["taken"] == 1
    assert asked(runs)[-1] == Pause()


def test_an_answer_says_what_the_run_was_last_asked_for_by_whichever_page(
    client: TestClient, runs: Runs, run: Run
) -> None:
    def curves(page: str) -> dict[str, Any]:
        answer: dict[str, Any] = client.get(f"/runs/{run.id}/curves?client={page}").json()
        return {name: answer[name] for name in ("mine", "taken", "held", "stopping")}

    nothing = {"mine": True, "taken": None, "held": False, "stopping": False}
    assert curves(PAGE) == nothing
    assert send(client, run, 1, PAUSE, STEP).json() == {"taken": 2, "held": True, "stopping": False}
    assert asked(runs) == [Pause(), Step()]
    other = new_number()
    assert curves(other) == nothing | {"held": True}
    send(client, run, 1, RESUME, STOP, page=other)
    assert curves(PAGE) == {"mine": True, "taken": 2, "held": False, "stopping": True}


def test_a_deed_at_an_epoch_that_was_left_behind_leads_a_run_back_there_also_one_that_is_over(
    client: TestClient, runs: Runs, run: Run
) -> None:
    for epoch in range(6):
        engine(runs).epochs(run, epoch)
    engine(runs).end(run)
    ahead = {"held": False, "stopping": False}
    assert send(client, run, 1, PAUSE | {"at": 3}, STEP | {"at": 3}).json() == ahead | {"taken": 2}
    assert (asked(runs), run.state) == ([], "finished"), "a page shows what is there by itself"
    assert send(client, run, 3, STOP | {"at": 5}).status_code == 409
    rate = {"kind": "set_learning_rate", "value": 0.5, "at": 3}
    assert send(client, run, 4, rate).json() == ahead | {"taken": 4}
    assert (run.epoch, run.state, run.job) == (3, "waiting", f"{run.id}-1")
    assert engine(runs).asked == [(run.job, SetLearningRate(value=0.5, at=3))]
    engine(runs).hears[run.id]([Epochs(first=4, logs={"loss": [9.0]}, seconds=[9.0])])  # of the old job
    engine(runs).epochs(run, 4)
    assert run.curves["loss"] == [1 / (epoch + 1) for epoch in range(5)]
    assert run.learning_rates == [(3, 0.5)], "it counts for the next job, whether this one has told it or not"
    # While it goes on, the job before is stopped. Where the run is held, it stays so.
    send(client, run, 5, PAUSE, {"kind": "step_batch", "at": 2})
    first, second = f"{run.id}-1", f"{run.id}-2"
    assert engine(runs).asked[1:] == [
        (first, Pause()),
        (first, Stop()),
        (second, Pause()),
        (second, StepBatch(at=2)),
    ]
    assert (run.epoch, run.revision, run.controls()["held"]) == (2, 2, True)


def test_a_run_that_nobody_asked_to_hold_is_as_its_worker_says(runs: Runs, run: Run) -> None:
    run.hear([Paused(paused=True, epoch=0, batch=0)])
    assert run.controls()["held"]


def test_only_the_owner_steers_a_run_or_turns_its_picture(client: TestClient, runs: Runs, run: Run) -> None:
    for number in (new_number(), "", "x" * 100, NUMBER.upper()):
        client.cookies.set("visitor", number)
        for wish in (STOP, LOOK):
            answer = send(client, run, 1, wish)
            assert answer.status_code == 403
            assert answer.json()["error"].endswith(".")
        assert not client.get(f"/runs/{run.id}/curves").json()["mine"]
    assert asked(runs) == []
    client.cookies.set("visitor", NUMBER)
    assert send(client, run, 1, LOOK).json()["taken"] == 1
    assert asked(runs) == [LookAlong(axes=("alcohol", "pH"))]


def test_a_browser_that_keeps_no_cookie_is_known_by_the_number_of_its_visit(
    client: TestClient, run: Run
) -> None:
    client.cookies.clear()
    assert send(client, run, 1, PAUSE).status_code == 403
    assert send(client, run, 1, PAUSE, headers={"X-Visitor": NUMBER}).json()["taken"] == 1
    assert client.get(f"/runs/{run.id}/curves", headers={"X-Visitor": NUMBER}).json()["mine"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_no_page_of_another_site_can_steer_a_run(
    client: TestClient, runs: Runs, run: Run, headers: dict[str, str]
) -> None:
    assert send(client, run, 1, STOP, headers=headers).status_code == 403
    assert asked(runs) == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin", "Origin": "http://behind.a.proxy"}, {"Origin": "http://testserver"}],
)
def test_a_page_of_ours_can(client: TestClient, run: Run, headers: dict[str, str]) -> None:
    assert send(client, run, 1, STOP, headers=headers).json()["taken"] == 1


def test_a_run_that_is_over_takes_no_more_than_a_look(client: TestClient, runs: Runs, run: Run) -> None:
    engine(runs).end(run)
    answer = send(client, run, 1, STEP)
    assert answer.status_code == 409
    assert "over" in answer.json()["error"]
    assert send(client, run, 2, LOOK).json()["taken"] == 2
    assert asked(runs) == [LookAlong(axes=("alcohol", "pH"))]


def test_an_unknown_run_is_a_sentence(client: TestClient, run: Run) -> None:
    answer = client.post("/runs/0123/wishes", json={"client": PAGE, "first": 1, "wishes": [STEP]})
    assert (answer.status_code, "not known" in answer.json()["error"]) == (404, True)


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {"client": PAGE, "first": 1, "wishes": []},
        {"client": PAGE, "first": 0, "wishes": [STEP]},
        {"client": PAGE, "first": True, "wishes": [STEP]},
        {"client": PAGE + "\n", "first": 1, "wishes": [STEP]},
        {"client": PAGE, "first": 1, "wishes": [STEP], "more": 1},
        {"client": PAGE, "first": 1, "wishes": [{"kind": "kill"}]},
        {"client": PAGE, "first": 1, "wishes": [STEP, {"kind": "set_learning_rate", "value": -1}]},
        {"client": PAGE, "first": 1, "wishes": [STEP] * 1001},
    ],
)
def test_nonsense_is_refused_with_a_sentence_and_nothing_of_it_is_taken(
    client: TestClient, runs: Runs, run: Run, message: Any
) -> None:
    answer = client.post(f"/runs/{run.id}/wishes", json=message)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert asked(runs) == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * (MAX_BYTES + 1)])
def test_what_is_no_json_is_refused(client: TestClient, run: Run, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"/runs/{run.id}/wishes", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"][-1]) == (400, ".")


def test_a_form_of_another_site_has_no_type_that_is_read(client: TestClient, run: Run) -> None:
    body = f'{{"client": "{PAGE}", "first": 1, "wishes": [{{"kind": "stop"}}]}}'
    answer = client.post(f"/runs/{run.id}/wishes", content=body, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 400


def test_numbers_are_forgotten_from_the_oldest_on() -> None:
    numbers = Numbers()
    for page in range(40):
        numbers.take("run", str(page), 7)
    assert numbers.last("run", "0") is None
    assert numbers.last("run", "39") == 7
    for run in range(3000):
        numbers.take(str(run), "page", 1)
    assert numbers.last("run", "39") is None
    assert numbers.last("2999", "page") == 1


@pytest.fixture
def elsewhere(runs: Runs, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run of the browser's owner that another server has: this one reads it in the store."""
    found = Run(run.id, run.owner, run.experiment)
    monkeypatch.setattr(runs, "in_memory", lambda _: None)
    monkeypatch.setattr(runs, "get", lambda _: found)
    return found


def test_what_no_worker_of_another_servers_run_takes_is_not_acknowledged(
    client: TestClient, runs: Runs, elsewhere: Run
) -> None:
    answer = send(client, elsewhere, 1, STEP, RESUME)
    assert (answer.status_code, "another server" in answer.json()["error"]) == (409, True)
    assert "taken" not in answer.json()
    answer = send(client, elsewhere, 3, LOOK)
    assert (answer.status_code, "No worker has this run" in answer.json()["error"]) == (409, True)
    assert asked(runs) == []


def test_a_worker_takes_each_wish_for_another_servers_run_once(
    client: TestClient, runs: Runs, elsewhere: Run
) -> None:
    engine(runs).reaches = True
    assert send(client, elsewhere, 1, STEP, STEP).json()["taken"] == 2
    assert send(client, elsewhere, 1, STEP, STEP, PAUSE).json()["taken"] == 3
    assert [wish for _, wish, _ in engine(runs).elsewhere] == [Step(), Step(), Pause()]
    assert len({sender for *_, sender in engine(runs).elsewhere}) == 3
    elsewhere.hear([Ended(status="finished")])
    answer = send(client, elsewhere, 4, STEP)
    assert (answer.status_code, "over" in answer.json()["error"]) == (409, True)


def test_a_run_whose_server_says_nothing_can_be_stopped(
    client: TestClient, runs: Runs, elsewhere: Run
) -> None:
    elsewhere.notice = "Its server is silent since 12:00:00 UTC."  # then the store ends it
    assert send(client, elsewhere, 1, STOP).json()["taken"] == 1
