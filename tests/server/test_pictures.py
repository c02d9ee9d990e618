"""What a page fetches to draw a run's pictures."""

import json
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from playground.experiment import Complete, CompleteData, CompleteTraining, Data, Experiment
from playground.messages.events import Began, Ended, NoPicture, Picture
from playground.pictures import format as pictures
from playground.pictures.format import decode, encode
from playground.pictures.weights import encode_weights
from playground.runs import Run, Runs
from tests.support.experiments import complete
from tests.support.persons import ME


def picture(epoch: int, batch: int = 0) -> Picture:
    content = encode(
        pictures.Picture({"epoch": epoch, "batch": batch}, {"output": np.full(3, epoch, np.uint8)})
    )
    return Picture(epoch=epoch, batch=batch, bytes=content)


@pytest.fixture
def run(runs: Runs) -> Run:
    run = runs.start(complete(Experiment(title="Iris", data=Data(dataset="iris"))), ME)
    run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
    run.hear([picture(0), picture(3), picture(3, 2)])
    return run


def test_which_pictures_there_are(client: TestClient, run: Run) -> None:
    answer = client.get(f"/runs/{run.id}/pictures")
    assert answer.json() == {"epochs": [[0, 0], [3, 0], [3, 2]], "all": True, "latest": [3, 2], "number": 3}
    assert answer.headers["cache-control"] == "no-store"


def test_a_browser_gets_the_plain_bytes(client: TestClient, run: Run) -> None:
    for address, expected in (("3", picture(3)), ("3?batch=2", picture(3, 2)), ("latest", picture(3, 2))):
        answer = client.get(f"/runs/{run.id}/pictures/{address}")
        assert answer.headers["content-encoding"] == "gzip"
        content = expected.bytes
        assert int(answer.headers["content-length"]) == len(content)
        assert f'"epoch":{decode(content).epoch}'.encode() in answer.content


def test_the_curves_tell_of_a_new_picture(client: TestClient, run: Run) -> None:
    assert client.get(f"/runs/{run.id}/curves").json()["pictures"] == 3
    run.hear([picture(3, 2)])
    assert client.get(f"/runs/{run.id}/curves").json()["pictures"] == 4


def test_pictures_come_in_also_after_the_end(client: TestClient, run: Run) -> None:
    run.hear([Ended(status="finished", reason="", best=None, seconds=1.0)])
    run.hear([picture(9)])
    assert client.get(f"/runs/{run.id}/pictures").json()["latest"] == [9, 0]


def test_a_wish_that_could_not_be_met_is_told(client: TestClient, run: Run) -> None:
    run.hear([NoPicture(reason="Too long ago.")])
    assert client.get(f"/runs/{run.id}/pictures").json()["error"] == "Too long ago."


def test_a_run_that_is_trained_anew_elsewhere_begins_with_an_empty_film(client: TestClient, run: Run) -> None:
    run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
    answer = client.get(f"/runs/{run.id}/pictures").json()
    assert (answer["epochs"], answer["latest"]) == ([], None)


def test_the_scene(client: TestClient, run: Run) -> None:
    found = client.get(f"/runs/{run.id}/scene").json()
    assert (found["kind"], found["classes"]) == ("table", ["setosa", "versicolor", "virginica"])
    assert len(found["points"]["train"]["x"]) == len(found["numeric"]) == 4


def test_only_what_came_since_is_listed(client: TestClient, run: Run) -> None:
    run.hear([picture(4)])
    answer = client.get(f"/runs/{run.id}/pictures?after=3").json()
    assert (answer["epochs"], answer["all"], answer["number"]) == ([[4, 0]], False, 4)


def test_a_browser_that_computes_pictures_gets_rows_and_weights(client: TestClient, run: Run) -> None:
    rows = decode(client.get(f"/runs/{run.id}/rows").content)
    scene = client.get(f"/runs/{run.id}/scene").json()
    assert rows.arrays["x"].shape == (scene["points"]["train"]["rows"], len(scene["inputs"]))
    assert set(rows.arrays["y"]) == {0, 1, 2}
    weights = [np.zeros((4, 3)), np.ones(3)]
    run.hear([Picture(epoch=5, batch=0, bytes=encode_weights(5, 0, weights))])
    one = client.get(f"/runs/{run.id}/pictures/5")
    assert "content-encoding" not in one.headers
    several = decode(client.get(f"/runs/{run.id}/weights?epoch=4").content)
    assert several.header["moments"] == [[5, 0]]
    np.testing.assert_array_equal(several.arrays["weights"][0], decode(one.content).arrays["weights"])


def test_the_server_says_what_is_wrong_with_a_network_from_its_numbers(client: TestClient, run: Run) -> None:
    (output,) = client.get(f"/runs/{run.id}/scene").json()["network"]["layers"][1:]
    well = [[0, 0.0, 0.3, 0.01]]
    ill = [[0, 0.0, None, 0.01]]

    def asked(now: Any, **more: Any) -> Any:
        asked = {"epoch": 7, "now": json.dumps(now), "first": json.dumps(well)} | more
        return client.get(f"/runs/{run.id}/findings", params=asked)

    assert asked(well).json() == {"findings": []}
    (finding,) = asked(ill).json()["findings"]
    assert finding["layer"] == output["title"]
    assert "exploded" in finding["sentence"]
    for wrong in (asked([]), asked("{"), asked([[0, 0.0]]), asked(well * 2)):
        assert wrong.status_code == 400
        assert "four numbers" in wrong.json()["error"]


def test_what_is_not_there_is_a_sentence(client: TestClient, run: Run) -> None:
    for address in ("scene", "rows", "pictures", "pictures/1", "pictures/latest", "weights", "findings"):
        answer = client.get(f"/runs/0123/{address}")
        assert answer.status_code == 404
        assert "not known" in answer.json()["error"]
    answer = client.get(f"/runs/{run.id}/pictures/4")
    assert answer.status_code == 404
    assert "no picture of this moment" in answer.json()["error"]


@pytest.mark.parametrize("address", ["x", "-1", "²", "9" * 30, "9" * 5000])
def test_what_names_no_epoch_is_told_so(client: TestClient, run: Run, address: str) -> None:
    answer = client.get(f"/runs/{run.id}/pictures/{address}")
    assert (answer.status_code, "number of an epoch" in answer.json()["error"]) == (400, True)


@pytest.mark.parametrize("batch", ["x", "-1", "²", "9" * 30])
def test_a_wrong_batch_is_refused_with_a_sentence(client: TestClient, run: Run, batch: str) -> None:
    answer = client.get(f"/runs/{run.id}/pictures/3", params={"batch": batch})
    assert answer.status_code == 400
    assert "batch" in answer.json()["error"]


def test_an_experiment_without_a_scene_says_why(client: TestClient, runs: Runs) -> None:
    data = CompleteData(dataset="iris", target="nowhere")
    run = runs.start(Complete(data=data, training=CompleteTraining(loss="mse", metrics=())), ME)
    answer = client.get(f"/runs/{run.id}/scene")
    assert answer.status_code == 409
    assert "nowhere" in answer.json()["error"]
