"""What a page fetches to draw a run's pictures."""

import numpy as np
import pytest
from starlette.testclient import TestClient

from playground.experiment import Data, Experiment
from playground.messages.events import Began, Ended, NoPicture, Picture
from playground.pictures import format as pictures
from playground.pictures.format import decode, encode
from playground.runs import Run, Runs
from tests.support.persons import ME


def picture(epoch: int, batch: int = 0) -> Picture:
    content = encode(
        pictures.Picture({"epoch": epoch, "batch": batch}, {"output": np.full(3, epoch, np.uint8)})
    )
    return Picture(epoch=epoch, batch=batch, bytes=content)


@pytest.fixture
def run(runs: Runs) -> Run:
    run = runs.start(Experiment(title="Iris", data=Data(dataset="iris")), ME)
    run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
    run.hear([picture(0), picture(3), picture(3, 2)])
    return run


def test_which_pictures_there_are(client: TestClient, run: Run) -> None:
    answer = client.get(f"/runs/{run.id}/pictures")
    assert answer.json() == {"epochs": [[0, 0], [3, 0], [3, 2]], "latest": [3, 2], "number": 3}
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


def test_a_run_that_is_trained_anew_elsewhere_begins_with_an_empty_album(
    client: TestClient, run: Run
) -> None:
    run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
    answer = client.get(f"/runs/{run.id}/pictures").json()
    assert (answer["epochs"], answer["latest"]) == ([], None)


def test_the_scene(client: TestClient, run: Run) -> None:
    found = client.get(f"/runs/{run.id}/scene").json()
    assert (found["kind"], found["classes"]) == ("table", ["setosa", "versicolor", "virginica"])
    assert len(found["points"]["train"]["x"]) == len(found["numeric"]) == 4


def test_what_is_not_there_is_a_sentence(client: TestClient, run: Run) -> None:
    for address in ("scene", "pictures", "pictures/1", "pictures/latest"):
        answer = client.get(f"/runs/0123/{address}")
        assert answer.status_code == 404
        assert "not known" in answer.json()["error"]
    answer = client.get(f"/runs/{run.id}/pictures/4")
    assert answer.status_code == 404
    assert "no picture of this moment" in answer.json()["error"]


@pytest.mark.parametrize("address", ["x", "-1", "²", "9" * 30, "latest/3"])
def test_what_names_no_epoch_is_not_found(client: TestClient, run: Run, address: str) -> None:
    assert client.get(f"/runs/{run.id}/pictures/{address}").status_code == 404


@pytest.mark.parametrize("batch", ["x", "-1", "²", "9" * 30])
def test_a_wrong_batch_is_refused_with_a_sentence(client: TestClient, run: Run, batch: str) -> None:
    answer = client.get(f"/runs/{run.id}/pictures/3", params={"batch": batch})
    assert answer.status_code == 400
    assert "batch" in answer.json()["error"]


def test_an_experiment_without_a_scene_says_why(client: TestClient, runs: Runs) -> None:
    run = runs.start(Experiment(data=Data(dataset="iris", target="nowhere")), ME)
    answer = client.get(f"/runs/{run.id}/scene")
    assert answer.status_code == 409
    assert "nowhere" in answer.json()["error"]
