"""What a page fetches to draw the network of its settings before it is trained."""

import asyncio
import gc
from concurrent.futures import Future
from unittest.mock import AsyncMock

import numpy as np
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from playground.experiment import Complete, Data, Dense, Experiment, Network, Training
from playground.messages.jobs import Job
from playground.pictures.format import decode
from playground.pictures.scene import scene
from playground.pictures.weights import encode_weights
from playground.runs import Runs
from playground.server import shown
from playground.server.answers import RefusedError
from playground.showing.untrained import UntrainedNetworks, link_of
from tests.support.experiments import complete
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import awaited


class Looking(SilentEngine):
    """Looks at once, unless it is `blind`."""

    blind = False

    def beside(self, job: Job, *, small: bool) -> Future[bytes]:
        """Weights that are all 1."""
        found = super().beside(job, small=small)
        if self.blind:
            found.set_exception(OSError())
        else:
            found.set_result(encode_weights(0, 0, [np.ones(9)]))
        return found


@pytest.fixture
def engine() -> Looking:
    return Looking()


def experiment(**training: object) -> Complete:
    return complete(
        Experiment(
            data=Data(dataset="circle"),
            network=Network(layers=(Dense(units=2),)),
            training=Training.model_validate(training),
        )
    )


def test_one_look_serves_all_who_have_the_same_network(client: TestClient, engine: Looking) -> None:
    for epochs in (10, 20, 30):
        address = f"/untrained/{link_of(experiment(epochs=epochs))}"
        assert client.get(f"{address}/pictures").json()["epochs"] == [[0, 0]]
        latest = client.get(f"{address}/pictures/latest")
        assert np.array_equal(decode(latest.content).arrays["weights"], np.ones(9, np.float32))
    assert len(engine.beside_jobs) == 1
    client.get(f"/untrained/{link_of(experiment(seed=1))}/pictures/latest")
    assert len(engine.beside_jobs) == 2


def test_its_scene_and_rows_are_those_of_the_run_to_come(client: TestClient, engine: Looking) -> None:
    own = experiment()
    address = f"/untrained/{link_of(own)}"
    assert client.get(f"{address}/scene").json()["points"] == scene(own)["points"]
    assert client.get(f"{address}/rows").status_code == 200
    assert not engine.beside_jobs


def test_a_look_that_failed_is_tried_again_when_somebody_asks_again(
    client: TestClient, engine: Looking
) -> None:
    address = f"/untrained/{link_of(experiment())}/pictures/latest"
    engine.blind = True
    assert client.get(address).status_code == 503
    engine.blind = False
    assert client.get(address).status_code == 200


def test_who_waits_too_long_is_asked_to_come_again(
    runs: Runs, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "WAIT_SECONDS", 0.0)
    address = f"/untrained/{link_of(experiment())}/pictures/latest"
    assert isinstance(runs.engine, Looking)
    waiting: Future[bytes] = Future()
    monkeypatch.setattr(UntrainedNetworks, "look", lambda _self, _planned: waiting)
    assert client.get(address).status_code == 503
    assert not waiting.cancelled()


def test_a_look_that_fails_after_its_request_has_ended_is_no_complaint_in_the_log(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def late() -> None:
        look: Future[bytes] = Future()
        monkeypatch.setattr(UntrainedNetworks, "look", lambda _self, _planned: look)
        monkeypatch.setattr(shown, "WAIT_SECONDS", 0.0)
        monkeypatch.setattr(shown, "_check_data", AsyncMock())
        with pytest.raises(RefusedError):
            await shown._untrained(Request({"type": "http"}), link_of(experiment()), True)
        look.set_exception(OSError("no worker answered"))
        with pytest.raises(OSError, match="no worker answered"):  # whoever listens later hears of it later
            await asyncio.wrap_future(look)

    gc.collect()  # what other tests have left
    caplog.clear()
    awaited(late())
    monkeypatch.undo()  # nothing has the future any more
    gc.collect()
    assert "never retrieved" not in caplog.text


@pytest.mark.parametrize("link", ["1.nothing", "1.", "no link"])
def test_other_addresses_show_nothing(client: TestClient, link: str) -> None:
    assert client.get(f"/untrained/{link}/scene").status_code == 404
