"""A Keras model that trains anywhere is seen here, and a server that is not there costs its training nothing."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from playground import live
from playground.live import LiveCurves
from playground.network.backend import keras
from playground.runs import Runs
from playground.server import routes
from playground.services import Services, use
from playground.store import Store
from tests.support.kept_runs import ME
from tests.support.silent_engine import SilentEngine
from tests.support.uvicorn_server import serving, url_of
from tests.support.waiting import SECONDS, until


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    with use(Services(Runs(SilentEngine(), Store(f"sqlite:///{tmp_path / 'playground.db'}")))) as services:
        services.runs.wait_for_store()
        yield services.runs
        services.runs.close()


@pytest.fixture
def server(runs: Runs) -> Iterator[str]:
    """The address of a server with the app's routes."""
    with serving(Starlette(routes=routes())) as server:
        yield url_of(server)


def fit(callback: LiveCurves) -> dict[str, list[float]]:
    """Trains a model of its own for three epochs; returns its history."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)], name="mine")
    model.compile("sgd", "mse", metrics=["mae"], run_eagerly=True)
    x = np.arange(8, dtype="float32").reshape(4, 2) / 8
    history = model.fit(x, x[:, :1], validation_data=(x, x[:, :1]), epochs=3, verbose=0, callbacks=[callback])
    found: dict[str, list[float]] = history.history
    return found


def test_the_curves_of_a_fit_are_those_of_a_run_of_the_person(
    runs: Runs, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SEND_SECONDS", 0.01)
    assert runs.streamed.tokens is not None
    history = fit(LiveCurves(server, runs.streamed.tokens.make(ME.id)))
    (row,) = runs.table(ME)
    run = runs.get(row.id)
    assert run is not None
    assert run.wait(SECONDS)
    assert (run.state, run.epoch, run.parameters, run.experiment.title) == ("finished", 3, 3, "mine")
    assert {name: values[1:] for name, values in run.curves.items()} == history
    assert row.dataset == "elsewhere"


def test_all_messages_of_a_run_go_to_the_server_that_a_proxy_has_chosen() -> None:
    cookies: list[str | None] = []

    async def answer(request: Request) -> JSONResponse:
        cookies.append(request.cookies.get("server"))
        response = JSONResponse({"run": "a"})
        response.set_cookie("server", "first")
        return response

    with serving(Starlette(routes=[Route("/live{rest:path}", answer, methods=["POST"])])) as server:
        sender = live._Sender(url_of(server), "a token", {})
        sender.add(1, {"loss": 1.0}, 0.1)
        sender.end()
        until(lambda: len(cookies) > 1)
    assert cookies[0] is None
    assert set(cookies[1:]) == {"first"}


def test_without_a_server_and_with_a_wrong_token_training_goes_on_and_one_line_says_why(
    server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(live, "SEND_SECONDS", 0.01)
    monkeypatch.setattr(live, "END_SECONDS", 0.5)
    for address, why in (("http://127.0.0.1:1", "cannot be reached"), (server, "This token is not known")):
        assert len(fit(LiveCurves(address, "wrong"))["loss"]) == 3
        until(partial(_has_said, capsys, why))


def _has_said(capsys: pytest.CaptureFixture[str], why: str) -> bool:
    said = capsys.readouterr().err
    assert said.count("LiveCurves") <= 1
    return why in said
