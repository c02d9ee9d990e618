"""A script's curves come in by the person's token, checked and bounded, and are kept as a run of that person."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from playground.runs import Runs
from playground.server import streamed
from playground.store import Store
from tests.support.kept_runs import ME
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
    from playground.services import Services, use

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
    script.post(f"/live/{name}", {**first, "logs": {**first["logs"], **rate}})
    script.post(f"/live/{name}", first)
    script.post(f"/live/{name}", part(2, 3.0, float("nan")))
    script.post(f"/live/{name}", {"over": True})
    run = runs.here(name)
    assert run is not None
    assert run.wait(10)
    assert (run.owner, run.state, run.epoch, run.experiment.title) == (ME.id, "finished", 3, ABOUT["name"])
    assert run.curves["loss"][1:3] == [4.0, 3.0]
    assert (run.best.epoch, run.best.value) == (2, 6.0) if run.best else False
    assert run.learning_rates == [(1, 0.005)]
    assert (run.experiment.training.loss, run.experiment.training.metrics) == ("mse", ("cosine similarity",))
    (row,) = runs.table(ME)
    assert (row.title, row.optimizer, row.state) == (ABOUT["name"], "lion", "finished")
