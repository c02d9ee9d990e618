"""A script's curves come in by the person's token, checked and bounded, and are kept as a run of that person."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from playground.limits import limits
from playground.runs import Run, Runs, streamed_runs
from playground.runs.streamed_runs import AT_ONCE
from playground.server import streamed
from playground.services import Services, use
from playground.store import Store
from tests.support.kept_runs import ME
from tests.support.persons import YOU
from tests.support.silent_engine import SilentEngine

ABOUT = {
    "name": "a <b>notebook</b>",
    "epochs": 3,
    "loss": "mean_squared_error",
    "optimizer": "lion",
    "learning_rate": 0.01,
    "parameters": 9,
    "curves": ["loss", "val_loss", "cosine similarity", "learning_rate"],
}


def part(first: int, *losses: float, **more: Any) -> dict[str, Any]:
    return {
        "first": first,
        "logs": {"loss": list(losses), "val_loss": [2 * loss for loss in losses]},
        "seconds": [float(first + at) for at in range(len(losses))],
        **more,
    }


@pytest.fixture
def runs(engine: SilentEngine, tmp_path: Path) -> Iterator[Runs]:
    """Runs that are kept."""
    with use(Services(Runs(engine, Store(f"sqlite:///{tmp_path / 'playground.db'}")))) as services:
        services.runs.wait_for_store()
        yield services.runs
        services.runs.close()


@pytest.fixture
def token(runs: Runs) -> str:
    assert runs.streamed.tokens is not None
    return runs.streamed.tokens.make(ME.id)


class Script:
    """What a script sends."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}
        streamed._latest.clear()

    def post(self, path: str, content: Any, status: int = 200) -> Any:
        answer = self.client.post(path, content=json.dumps(content), headers=self.headers)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def script(client: TestClient, token: str) -> Script:
    return Script(client, token)


def test_epochs_become_a_run_of_the_person_and_what_comes_twice_changes_nothing(
    script: Script, runs: Runs
) -> None:
    name = script.post("/live", ABOUT)["run"]
    rate = {"learning_rate": [0.01, 0.005]}
    first = part(1, 4.0, 3.0)
    for _ in range(2):
        script.post(f"/live/{name}", {**first, "logs": {**first["logs"], **rate}})
    script.post(f"/live/{name}", part(2, 3.0, float("nan")))
    script.post(f"/live/{name}", {"over": True})
    run = runs.in_memory(name)
    assert run is not None
    assert run.wait(10)
    assert (run.owner, run.state, run.epoch, run.experiment.title) == (ME.id, "finished", 3, ABOUT["name"])
    assert run.curves["loss"][1:3] == [4.0, 3.0]
    assert (run.best.epoch, run.best.value) == (2, 6.0) if run.best else False
    assert run.learning_rates == [(1, 0.005)]
    assert (run.experiment.training.loss, run.experiment.training.metrics) == ("mse", ("cosine similarity",))
    (row,) = runs.table(ME)
    assert (row.title, row.optimizer, row.state) == (ABOUT["name"], "lion", "finished")


def test_a_run_begins_beside_the_event_loop(
    script: Script, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = runs._intake.begin_streamed

    def beside(run: Run) -> None:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        begin(run)

    monkeypatch.setattr(runs._intake, "begin_streamed", beside)
    script.post("/live", ABOUT)


def test_a_token_is_one_persons_and_worth_nothing_once_another_was_made_or_it_was_revoked(
    script: Script, runs: Runs, token: str, tmp_path: Path
) -> None:
    tokens = runs.streamed.tokens
    assert tokens is not None
    name = script.post("/live", ABOUT)["run"]
    yours = Script(script.client, tokens.make(YOU.id))
    yours.post(f"/live/{name}", part(1, 4.0), 403)
    again = tokens.make(ME.id)
    script.post(f"/live/{name}", part(1, 4.0), 401)
    script.headers["Authorization"] = f"Bearer {again}"
    script.post(f"/live/{name}", part(1, 4.0))
    tokens.revoke(ME.id)
    script.post(f"/live/{name}", part(2, 3.0), 401)
    for headers in ({}, {"Authorization": again}, {"Authorization": "Bearer " + "x" * 5000}):
        assert script.client.post("/live", json=ABOUT, headers=headers).status_code == 401
    run = runs.in_memory(name)
    assert run is not None
    assert run.owner == ME.id
    assert token not in ((runs._store and str(runs._store.run(name))) or "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({**ABOUT, "curves": [f"c{number}" for number in range(31)]}, "curves"),
        ({**ABOUT, "curves": ["<img src=x>"]}, "curves"),
        ({**ABOUT, "loss": "x" * 65}, "loss"),
        ({**ABOUT, "name": "x" * 201}, "name"),
        ({**ABOUT, "epochs": 0}, "epochs"),
        ([], "not a message"),
    ],
)
def test_what_is_no_run_is_refused_with_a_sentence(script: Script, content: Any, sentence: str) -> None:
    assert sentence in script.post("/live", content, 400)["error"]


def test_what_comes_in_has_bounds(script: Script, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    name = script.post("/live", ABOUT)["run"]
    script.post(f"/live/{name}", {"first": 1, "logs": {"loss": [1.0]}, "seconds": []}, 400)
    script.post(f"/live/{name}", {"first": 1, "logs": {"other": [1.0]}, "seconds": [1.0]}, 413)
    script.post(f"/live/{name}", part(limits().max_epochs, 1.0, 1.0), 413)
    answer = script.client.post("/live", content=b" " * (streamed.MAX_BYTES + 1), headers=script.headers)
    assert answer.status_code == 413
    for _ in range(AT_ONCE - 1):
        script.post("/live", ABOUT)
    assert "at once" in script.post("/live", ABOUT, 403)["error"]
    monkeypatch.setattr(streamed, "OVER", 60.0)
    while (answer := script.client.post("/live", json=ABOUT, headers=script.headers)).status_code != 429:
        assert answer.status_code == 403
    assert runs.in_memory(name) is not None


def test_a_run_whose_script_falls_silent_ends_and_begins_anew_when_the_script_is_back(
    script: Script, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = script.post("/live", ABOUT)["run"]
    script.post(f"/live/{name}", part(1, 4.0))
    run = runs.in_memory(name)
    assert run is not None
    runs.streamed.end_silent()
    assert not run.over
    monkeypatch.setattr(streamed_runs, "SILENT_SECONDS", -1.0)
    runs.streamed.end_silent()
    assert run.wait(10)
    assert run.state == "interrupted"
    script.post(f"/live/{name}", part(2, 3.0), 404)
    runs.marks.delete([name], ME)
    script.post(f"/live/{name}", part(2, 3.0), 410)
