"""What scripts in the page fetch."""

import math
from importlib import resources
from pathlib import Path
from unittest.mock import ANY

import pytest
from starlette.testclient import TestClient

from playground.experiment import Data, Experiment, Training
from playground.messages.events import Began, Ended, Epochs
from playground.runs import Run, Runs
from playground.server.asset_version import AssetVersion, asset_version
from playground.store import StoreError
from tests.support.experiments import complete
from tests.support.persons import ME


@pytest.fixture
def run(runs: Runs) -> Run:
    run = runs.start(
        complete(Experiment(title="Iris", data=Data(dataset="iris"), training=Training(epochs=10))), ME
    )
    run.hear([Began(parameters=35, train_rows=105, validation_rows=45)])
    logs = {"loss": [1.0, 0.123456789, math.nan], "val_loss": [2.0, 1.5, math.inf]}
    run.hear([Epochs(first=0, logs=logs, seconds=[0.0, 1.0, 1.5])])
    return run


def test_the_curves_of_a_run(client: TestClient, run: Run) -> None:
    answer = client.get(f"/runs/{run.id}/curves")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "id": run.id,
        "title": "Iris",
        "state": "running",
        "reason": "",
        "place": None,
        "why": "",
        "way": None,
        "epochs": 10,
        "epoch": 2,
        "from": 0,
        "curves": {"loss": [1.0, 0.123457, None], "val_loss": [2.0, 1.5, None]},
        "best": {"epoch": 1, "monitor": "val_loss", "value": 1.5},
        "kept": None,
        "passed_over": None,
        "evaluated": None,
        "remarks": [],
        "doctor": [],
        "findings": [],
        "units": {"loss": None, "accuracy": None},
        "loss_title": "categorical cross-entropy",
        "seconds": 1.5,
        "elapsed": [0.0, 1.0, 1.5],
        "waited_seconds": ANY,
        "epochs_per_second": 2.0,
        "seconds_left": 4.0,
        "parameters": 35,
        "batch": 0,
        "learning_rate": 0.001,
        "learning_rates": [],
        "parent": None,
        "paused": False,
        "paced": True,
        "revision": 0,
        "went_back_to": None,
        "held": False,
        "stopping": False,
        "mine": False,
        "taken": None,
        "pictures": 0,
        "notice": "",
    }


def test_only_the_epochs_that_are_new(client: TestClient, run: Run) -> None:
    answer = client.get(f"/runs/{run.id}/curves?from=1").json()
    assert (answer["from"], answer["curves"]["loss"]) == (1, [0.123457, None])
    answer = client.get(f"/runs/{run.id}/curves?from=3").json()
    assert (answer["epoch"], answer["curves"]["loss"]) == (2, [])


def test_an_unknown_run_is_a_sentence(client: TestClient) -> None:
    answer = client.get("/runs/0123/curves")
    assert answer.status_code == 404
    assert "not known" in answer.json()["error"]


@pytest.mark.parametrize("first", ["-1", "x", "1.5", "9" * 30, "²"])
def test_a_wrong_epoch_is_refused_with_a_sentence(client: TestClient, run: Run, first: str) -> None:
    answer = client.get(f"/runs/{run.id}/curves", params={"from": first})
    assert answer.status_code == 400
    assert "epoch" in answer.json()["error"]


def test_plotly_comes_from_its_package_compressed(client: TestClient) -> None:
    answer = client.get("/assets/plotly.min.js")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) < 2_000_000
    assert answer.content == (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()


def test_a_browser_has_to_ask_whether_its_copy_is_the_present_one(client: TestClient) -> None:
    for address in ("/assets/plotly.min.js", "/assets/live_curves/main.js"):
        for encoding in ("gzip", "identity"):
            answer = client.get(address, headers={"Accept-Encoding": encoding})
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["vary"] == "Accept-Encoding"


def test_a_browser_keeps_what_it_asked_for_by_todays_version(client: TestClient) -> None:
    plain = client.get("/assets/live_curves/main.js")
    for version, says in (
        (asset_version.now(), "immutable"),
        ("v-0123456789ab", "no-cache"),  # a page that was opened before the server was replaced
    ):
        for name in ("live_curves/main.js", "plotly.min.js", "kit/range.css"):
            answer = client.get(f"/assets/{version}/{name}")
            assert answer.status_code == 200
            assert says in answer.headers["cache-control"]
        assert client.get(f"/assets/{version}/live_curves/main.js").content == plain.content
        assert client.get(f"/assets/{version}/{version}/live_curves/main.js").status_code == 404
        assert client.get(f"/assets/{version}/live_curves.py").status_code == 404
    assert client.get(f"/assets/{asset_version.now()}").status_code == 404


def test_another_content_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()
    script = tmp_path / "kit" / "series.js"
    versions = []
    for text in ("one", "another", "one"):
        script.write_text(text)
        versions.append(AssetVersion(tmp_path).now())
    assert versions[0] == versions[2] != versions[1]


def test_what_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/assets/live_curves/main.js")
    assert first.status_code == 200
    tag = first.headers["etag"]
    again = client.get("/assets/live_curves/main.js", headers={"If-None-Match": f'"another", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/assets/live_curves/main.js", headers={"If-None-Match": '"another"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_a_browser_that_cannot_decompress_gets_plain_text(client: TestClient) -> None:
    answer = client.get("/assets/live_curves/main.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == client.get("/assets/live_curves/main.js").content


@pytest.mark.parametrize(
    "path",
    [
        "live_curves/no_such_file.js",
        "no_such_component/main.js",
        "live_curves/..%2F..%2Fexperiment.py",
        "..%2Fserver/routes.py",
        "live_curves/%2e%2e/live_curves.py",
        "live_curves.py",
    ],
)
def test_nothing_but_scripts_and_styles_of_components_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/assets/{path}").status_code == 404


def test_a_group_is_told_with_all_of_its_runs_and_another_is_not_known(
    client: TestClient, runs: Runs
) -> None:
    experiment = complete(Experiment(data=Data(dataset="iris")))
    group = runs.groups.start(
        [experiment] * 2, ME, "sweep", ["0.1", "0.01"], {"over": [["a.path", [0.1, 0.01]]]}
    )
    group.runs[1].hear([Ended(status="failed", reason="A reason.")])
    answer = client.get(f"/groups/{group.id}")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["kind"], told["over"], told["settings"]) == (
        "sweep",
        False,
        {"over": [["a.path", [0.1, 0.01]]]},
    )
    assert [(run["id"], run["cell"], run["state"]) for run in told["runs"]] == [
        (group.runs[0].id, "0.1", "waiting"),
        (group.runs[1].id, "0.01", "failed"),
    ]
    assert client.get("/groups/nonsense").status_code == 404


def test_while_the_store_cannot_be_used_no_route_says_that_a_run_is_unknown(
    client: TestClient, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: str) -> None:
        raise StoreError("The database cannot be used at the moment.")

    monkeypatch.setattr(runs, "get", away)
    monkeypatch.setattr(runs.groups, "get", away)
    name = "0" * 32
    wish = {"client": name, "first": 1, "wishes": [{"kind": "stop"}]}
    answers = [
        *(client.get(f"/runs/{name}/{part}") for part in ("curves", "scene", "pictures", "pictures/latest")),
        client.get(f"/groups/{name}"),
        client.post(f"/runs/{name}/wishes", json=wish),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["error"]) == (
            503,
            "The database cannot be used at the moment.",
        )


def test_a_script_in_a_folder_of_a_component_is_found_and_nothing_outside(client: TestClient) -> None:
    answer = client.get("/assets/picture/layers/table.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    for address in ("picture/layers", "picture/layers/none.js", "picture.py", "picture/..%2f..%2fwords.py"):
        assert client.get(f"/assets/{address}").status_code == 404
