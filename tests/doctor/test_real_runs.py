"""Real runs, trained here: what their pictures and their ends say."""

import io
from typing import Any

import numpy as np
import pytest

from playground.experiment import Data, Dense, Experiment, Network
from playground.pictures import decode
from playground.plan import Plan, plan
from playground.runs import Run
from playground.runs.remarks import remarks
from playground.training import xla
from playground.training.beginning import untrained
from playground.training.camera import Camera, Snapshot
from playground.training.control import Control
from playground.training.job import train
from playground.training.photographer import Photographer
from playground.training.probe import variables
from tests.support.recorded import experiment

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def without_xla(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xla, "pays", lambda *_: False)


def trained(name: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[Any]]:
    """The end of a run, the warnings of its last picture, and its weights."""
    heard: list[dict[str, Any]] = []
    pictures: list[dict[str, Any]] = []
    content = train(experiment(name), heard.extend, Control(), Photographer(pictures.extend))
    assert content is not None
    weights = list(np.load(io.BytesIO(content)).values())
    last = max((event for event in pictures if event["kind"] == "picture"), key=lambda event: event["epoch"])
    return heard[-1], decode(last["bytes"]).header["warnings"], weights


def dead(planned: Plan, weights: list[Any], rows: Any) -> list[int]:
    """Units of each hidden ReLU layer that are 0 on all these rows, by NumPy."""
    counts, values = [], rows
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        values = np.maximum(values @ kernel + bias, 0)
        counts.append(int((values == 0).all(axis=0).sum()))
    return counts


def test_dead_units_are_counted_on_all_training_rows() -> None:
    layers = (Dense(units=512),) * 3
    planned = plan(Experiment(data=Data(dataset="red-wine"), network=Network(layers=layers)))
    weights = [variable.numpy() for variable in variables(untrained(planned))]
    header = decode(Camera(planned).take(Snapshot(1, 0, weights))).header
    rows = planned.prepared.x_train
    counts = dead(planned, weights, rows)
    assert [layer["dead_count"] for layer in header["layers"][1:-1]] == counts
    assert all(
        of_64 > of_all for of_64, of_all in zip(dead(planned, weights, rows[:64]), counts, strict=True)
    )


def test_a_layer_that_is_all_dead_is_told_and_its_run_warns() -> None:
    end, warnings, weights = trained("cereals-4-3")
    assert (
        dead(plan(experiment("cereals-4-3")), weights, plan(experiment("cereals-4-3")).prepared.x_train)[1]
        == 3
    )
    assert "Dense 2: all of its 3 units are dead" in warnings[0]["sentence"]
    assert not any("ReLU instead of sigmoid" in warning["remedy"] for warning in warnings)
    assert end["status"] == "finished"
    assert "The network answers the same for every training row: calories " in end["reason"]
    assert end["findings"][0]["warns"]


def test_an_unscaled_target_is_named_and_finite_weights_are_numbers() -> None:
    end, warnings, _ = trained("T5")
    assert "price 238,6" in end["reason"]
    assert "The target, price, runs from 30,000 to 884,790 and is not scaled" in end["reason"]
    assert end["reason"].endswith("Scale the target too.")
    assert warnings[0]["kind"] == "unscaled_target"
    assert {warning["remedy"] for warning in warnings} == {"Scale the target too."}
    assert not any("no numbers" in warning["sentence"] for warning in warnings)


def test_a_divergence_that_stays_finite_fails_the_run() -> None:
    end, _, _ = trained("N25")
    assert end["status"] == "failed"
    assert "diverged" in end["reason"]
    assert end["reason"].endswith("Try a smaller learning rate (now 1.1).")


def test_a_network_that_learns_ends_without_a_finding() -> None:
    end, warnings, _ = trained("T5 > scale the target")
    assert (end["status"], end.get("findings", [])) == ("finished", [])
    assert not any(warning["warns"] for warning in warnings)


def test_both_are_measured_alike_where_dropout_decides_the_curves() -> None:
    run = Run("r", "me", experiment("N13"))
    train(run.experiment, run.hear, Control())
    kept = run.evaluated
    assert kept is not None
    assert run.curves["accuracy"][-1] < 0.7 < 0.9 < kept["accuracy"]
    (sentence,) = [said for said in remarks(run) if "dropout" in said]
    for value in (
        run.curves["accuracy"][-1],
        run.curves["val_accuracy"][-1],
        kept["accuracy"],
        kept["val_accuracy"],
    ):
        assert f"{value:.4g}" in sentence
