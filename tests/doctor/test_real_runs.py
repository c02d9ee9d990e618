"""Real runs, trained here: what their pictures and their ends say."""

import io
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest

from playground.experiment import Data, Dense, Experiment, Network
from playground.messages.events import Event
from playground.network.model import untrained
from playground.pictures import evaluated
from playground.pictures.format import decode
from playground.pictures.picture_maker import PictureMaker
from playground.pictures.probe import variables
from playground.pictures.renderer import Renderer, Snapshot
from playground.plan import plan
from playground.runs import Run
from playground.runs.remarks import remarks
from playground.training import graphs, xla
from playground.worker.control import Control
from playground.worker.job import train
from tests.support.cases import case, planned
from tests.support.recorded import experiment

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def without_xla(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xla, "pays", lambda *_: False)
    monkeypatch.setattr(graphs, "_fused_updates", lambda *_: nullcontext())


@pytest.fixture(autouse=True)
def pictured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers take the pictures of small networks too."""
    monkeypatch.setattr(evaluated, "PARAMETERS", 0)


def trained(run: Experiment) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
    """The end of a run, what its last picture says of the layers, and its weights."""
    heard: list[Event] = []
    pictures: list[Event] = []
    content = train(run, heard.extend, Control(), PictureMaker(pictures.extend))
    assert content is not None
    weights = list(np.load(io.BytesIO(content)).values())
    last = max((event for event in pictures if event.kind == "picture"), key=lambda event: event.epoch)
    return heard[-1], decode(last.bytes).header, weights


def dead(weights: list[Any], rows: Any) -> list[int]:
    """Units of each hidden ReLU layer that are 0 on all these rows, by NumPy."""
    counts, values = [], rows
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        values = np.maximum(values @ kernel + bias, 0)
        counts.append(int((values == 0).all(axis=0).sum()))
    return counts


def test_dead_units_are_counted_on_all_training_rows() -> None:
    layers = (Dense(units=512),) * 3
    wine = plan(Experiment(data=Data(dataset="red-wine"), network=Network(layers=layers)))
    weights = [variable.numpy() for variable in variables(untrained(wine.experiment, wine.prepared))]
    header = decode(Renderer(wine).render(Snapshot(1, 0, weights))).header
    rows = wine.prepared.training.x
    counts = dead(weights, rows)
    assert [layer["dead_count"] for layer in header["layers"][1:-1]] == counts
    assert all(of_64 > of_all for of_64, of_all in zip(dead(weights, rows[:64]), counts, strict=True))


def test_units_that_died_in_training_are_counted_on_all_training_rows() -> None:
    _, header, weights = trained(case("T9"))
    counts = dead(weights, planned("T9").prepared.training.x)
    assert [layer["dead_count"] for layer in header["layers"][1:-1]] == counts
    first, _, third = counts
    assert (first, third) == pytest.approx((104, 308), abs=15)  # rounding decides on some of them
    assert (
        f"Dense 3: {third} of its 512 units are dead: 0 on every training row."
        in header["warnings"][-1]["sentence"]
    )


def test_a_layer_that_is_all_dead_is_told_and_its_run_warns() -> None:
    end, header, weights = trained(experiment("cereals-4-3"))
    warnings = header["warnings"]
    assert dead(weights, plan(experiment("cereals-4-3")).prepared.training.x)[1] == 3
    assert "Dense 2: all of its 3 units are dead" in warnings[0]["sentence"]
    assert not any("ReLU instead of sigmoid" in warning["remedy"] for warning in warnings)
    assert end.status == "finished"
    assert "The network answers the same for every training row: calories " in end.reason
    assert end.findings[0].warns


def test_an_unscaled_target_is_named_and_finite_weights_are_numbers() -> None:
    end, header, weights = trained(case("T5"))
    warnings = header["warnings"]
    assert max(np.abs(each).max() for each in weights) == pytest.approx(3.7e21, rel=0.1)
    assert "price 238,6" in end.reason
    assert "The target, price, runs from 30,000 to 884,790 and is not scaled" in end.reason
    assert end.reason.endswith("Scale the target too.")
    assert warnings[0]["kind"] == "unscaled_target"
    assert {warning["remedy"] for warning in warnings} == {"Scale the target too."}
    assert not any("no numbers" in warning["sentence"] for warning in warnings)


def test_a_network_that_learns_ends_without_a_finding() -> None:
    end, header, _ = trained(case("T5-scaled"))
    warnings = header["warnings"]
    assert (end.status, end.findings) == ("finished", ())
    assert not any(warning["warns"] for warning in warnings)


def test_both_are_measured_alike_where_dropout_decides_the_curves() -> None:
    run = Run("r", "me", case("N13"))
    train(run.experiment, run.hear, Control())
    kept = run.evaluated
    assert kept is not None
    figures = run.curves["accuracy"][-1], run.curves["val_accuracy"][-1], kept["accuracy"]
    assert figures == pytest.approx((0.634, 0.920, 0.932), abs=0.005)
    (sentence,) = [said for said in remarks(run) if "dropout" in said]
    for value in (
        run.curves["accuracy"][-1],
        run.curves["val_accuracy"][-1],
        kept["accuracy"],
        kept["val_accuracy"],
    ):
        assert f"{value:.4g}" in sentence
