"""The figures as OpenMetrics, for whoever sends the host's key."""

import logging

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from playground.messages.events import Ended
from playground.runs import Runs
from playground.watching import key
from playground.watching.log import begin_log
from tests.support.experiments import short
from tests.support.persons import YOU
from tests.support.silent_engine import SilentEngine

KEY = "a key of the host's own"


def told(client: TestClient) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 200
    return {
        sample.name.removeprefix("playground_"): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_figures_are_told_to_nobody_without_a_key(client: TestClient) -> None:
    answer = client.get("/metrics", headers={"Authorization": "Bearer "})
    assert (answer.status_code, key.SETTING in answer.json()["error"]) == (404, True)


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer a key of some other host", f"Basic {KEY}"])
def test_another_key_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch, sent: str) -> None:
    monkeypatch.setenv(key.SETTING, KEY)
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 401


def test_figures_are_those_of_the_moment(
    client: TestClient, runs: Runs, engine: SilentEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key.SETTING, KEY)
    begin_log()
    first, second = runs.start(short(), YOU), runs.start(short(), YOU)
    before = told(client)
    assert (before["runs_waiting"], before["runs_running"], before["runs_failed"]) == (2, 0, 0)
    assert (before["pages"], before["persons"]) == (0, 0)
    assert before["server_memory_bytes"] > 10e6
    assert before["machine_memory_free_bytes"] > 0
    assert before["keeps_runs"] == 1

    engine.begin(first)
    engine.say(second, Ended(status="failed", reason="", best=None, seconds=0.0))
    logging.getLogger("playground.server").warning("This is one warning.")
    with client.websocket_connect("/stream"), client.websocket_connect("/stream"):
        now = told(client)
    assert (now["runs_waiting"], now["runs_running"], now["runs_failed"]) == (0, 1, 1)
    assert (now["pages"], now["persons"]) == (2, 1)
    assert now["log_warnings_total"] == before["log_warnings_total"] + 1


def test_a_key_that_can_be_tried_ends_the_server_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(key.SETTING, "short")
    with pytest.raises(SystemExit, match="16 or more"):
        key.host_key()
