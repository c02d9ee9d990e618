"""An exported model takes raw rows: plain Keras loads it, and it answers as the network of the run."""

import io
import json
import os
import runpy
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from playground.__main__ import main
from playground.cells import harmless
from playground.datasets import load
from playground.experiment.parse import from_content
from playground.export.facts import facts_of
from playground.export.model import is_text, raw_model, save
from playground.export.model import load as load_model
from playground.export.predicting import predict
from playground.export.program import predict_script
from playground.network.backend import keras, tf
from playground.network.model import untrained
from playground.plan import Plan, plan
from tests.export.test_script import DATED, hostile_plan
from tests.support.hostile import NAMES
from tests.support.own_tables import FLATS, brought, csv
from tests.support.random_experiments import presets_and_random

LAYERS = [{"type": "dense", "units": 5}, {"type": "dropout"}, {"type": "batch_normalization"}]
CONTENTS: dict[str, dict[str, Any]] = {
    "text with gaps": {"data": {"dataset": "penguins", "missing": "fill", "scaling": "standard"}},
    "a scaled target": {"data": {"dataset": "house-prices"}},
    "choices of encoding": {
        "data": {
            "dataset": "house-prices",
            "missing": "fill",
            "was_missing": True,
            "clip": 0.05,
            "log_target": True,
            "encoding": {"type": "ordinal"},
            "most_categories": 5,
        }
    },
    "numbers as categories": {
        "data": {
            "dataset": "house-prices",
            "encoding": {"beds": "one_hot", "baths": "ordinal"},
            "column_scaling": {"sqft": "standard"},
            "fill": "mean",
            "most_categories": 3,
        }
    },
    "dates": {
        "data": {
            "dataset": brought(DATED),
            "target": "price",
            "features": ["day", "size", "place"],
            "missing": "fill",
            "was_missing": True,
            "encoding": {"day": "date_parts"},
        }
    },
    "fractions as categories": {
        "data": {
            "dataset": brought(
                csv({"rate": [0.1, 0.2, 0.7] * 9, "step": [0.3, 0.6] * 13 + [0.9], "n": range(27)})
            ),
            "target": "n",
            "features": ["rate", "step"],
            "encoding": {"rate": "one_hot", "step": "ordinal"},
        }
    },
    "two classes": {"data": {"dataset": "ionosphere", "scaling": "none"}},
    "a margin": {"data": {"dataset": "breast-cancer"}, "training": {"loss": "hinge"}},
}


def answers_of(planned: Plan, model: Any, frame: pandas.DataFrame) -> Any:
    """What the run's own network answers to the rows of a table, in the target's unit."""
    prepared = planned.prepared
    x = prepared.scale_inputs(prepared.encoding.matrix(frame))
    answers = np.asarray(model(x), np.float64) * prepared.y_scale + prepared.y_offset
    return np.exp(answers) if prepared.log_target else answers


def tensors(model: Any, frame: pandas.DataFrame) -> dict[str, Any]:
    """The columns of a table as the model takes them."""
    if "day" in frame:
        parts = {f"day: {part}": getattr(frame["day"].dt, part) for part in ("year", "month", "day")}
        frame = frame.assign(**parts, **{"day: weekday": frame["day"].dt.day_of_week})
    return {
        name: tf.constant(
            frame[[name]].astype(object).fillna("").to_numpy(object)
            if is_text(entry)
            else frame[[name]].to_numpy(float)
        )
        for name, entry in model.input.items()
    }


@pytest.mark.parametrize("name", CONTENTS)
def test_plain_keras_loads_it_and_it_answers_as_the_network(name: str, tmp_path: Path) -> None:
    planned = plan(from_content({"network": {"layers": LAYERS}, **CONTENTS[name]}))
    network = untrained(planned.experiment, planned.prepared)
    path = tmp_path / "model.keras"
    save(raw_model(planned, network.get_weights()), planned, path)
    frame = load(planned.experiment.data).replace({"Torgersen": "an island that nobody knows"})
    loaded = keras.models.load_model(path)
    expected = answers_of(planned, network, frame)
    near = 1e-6 * max(
        1.0, planned.prepared.y_scale
    )  # in the target's unit, what float32 leaves of an answer near 0
    np.testing.assert_allclose(loaded(tensors(loaded, frame)), expected, rtol=1e-5, atol=near)
    model, facts = load_model(path)
    found = predict(model, facts, frame)
    assert len(found) == len(frame)
    if not planned.prepared.classes:
        np.testing.assert_allclose(found["prediction"], expected[:, 0], rtol=1e-5, atol=near)
    else:
        classes = np.array(planned.prepared.classes)
        chosen = expected.argmax(1) if len(classes) > 2 else (expected[:, 0] > facts["parting"]).astype(int)
        assert (found["prediction"] == classes[chosen]).all()


# PLAYGROUND_EXPORTS=60 python -m pytest tests/export/test_model.py
many = int(os.environ.get("PLAYGROUND_EXPORTS", "0"))


@pytest.mark.skipif(not many, reason="takes minutes; PLAYGROUND_EXPORTS says how many random experiments")
@pytest.mark.timeout(3600)
def test_models_of_presets_and_random_experiments_answer_as_their_networks() -> None:
    apart = {}
    for name, planned in presets_and_random(many).items():
        network = untrained(planned.experiment, planned.prepared)
        frame = load(planned.experiment.data).head(200)
        expected = answers_of(planned, network, frame)
        model = raw_model(planned, network.get_weights())
        found = np.asarray(model(tensors(model, frame)))
        # Of answers near 0, what float32 leaves of the largest one.
        near = 1e-6 * max(float(np.abs(expected).max()), planned.prepared.y_scale)
        if not np.allclose(found, expected, rtol=1e-5, atol=near):
            apart[name] = float(np.abs(found - expected).max())
        keras.backend.clear_session()
    assert apart == {}


def test_large_numbers_keep_their_digits(tmp_path: Path) -> None:
    planned = plan(from_content({"data": {"dataset": "cereals", "features": ["sugars"]}}))
    network = untrained(planned.experiment, planned.prepared)
    far = 1e9 + 5  # between two numbers of float32
    planned = replace(planned, prepared=replace(planned.prepared, x_offset=planned.prepared.x_offset + far))
    frame = pandas.DataFrame({"sugars": [far + 3.25, far + 7.5]})
    path = tmp_path / "model.keras"
    save(raw_model(planned, network.get_weights()), planned, path)
    model = keras.models.load_model(path)
    np.testing.assert_allclose(model(tensors(model, frame)), answers_of(planned, network, frame), rtol=1e-5)


def test_hostile_names_stay_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    planned = hostile_plan(monkeypatch)
    path = tmp_path / "model.keras"
    save(raw_model(planned, untrained(planned.experiment, planned.prepared).get_weights()), planned, path)
    model, facts = load_model(path)
    assert set(model.input) == {*NAMES, "text"}
    cells = pandas.DataFrame({**{name: [1.0, 2.0] for name in NAMES}, "text": [NAMES[0], None]})
    found = predict(model, facts, cells)
    assert not [text for text in found["prediction"] if text.startswith("=")]
    assert [harmless(text) for text in ("=1+1", "@x", "+a", "a=1")] == ["'=1+1", "'@x", "'+a", "a=1"]


def test_the_program_beside_a_model_reads_rows_as_the_own_table_was_written_or_as_plain_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = {"dataset": brought(FLATS), "target": "Miete", "features": ["Größe", "Lage"]}
    planned = plan(from_content({"data": data}))
    network = untrained(planned.experiment, planned.prepared)
    save(raw_model(planned, network.get_weights()), planned, tmp_path / "model.keras")
    (tmp_path / "p.py").write_text(predict_script(planned, "model.keras", "p.py"), "utf-8")
    frame = load(planned.experiment.data)
    frame.to_csv(tmp_path / "plain.csv", index=False)
    (tmp_path / "own.csv").write_text(FLATS, "utf-8")
    (tmp_path / "wrong.csv").write_text(FLATS.replace("20,5", "large"), "utf-8")
    monkeypatch.chdir(tmp_path)
    expected = answers_of(planned, network, frame)[:, 0]
    for name, told in (("own.csv", "';' between cells and ','"), ("plain.csv", "',' between cells and '.'")):
        monkeypatch.setattr(sys, "argv", ["p.py", name])
        runpy.run_path("p.py")
        said = capsys.readouterr()
        assert told in said.err
        np.testing.assert_allclose(pandas.read_csv(io.StringIO(said.out))["prediction"], expected, rtol=1e-5)
    monkeypatch.setattr(sys, "argv", ["p.py", "wrong.csv"])
    with pytest.raises(SystemExit, match=r"wrong\.csv cannot be read: .*large"):
        runpy.run_path("p.py")


def test_a_model_that_holds_code_is_not_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "code.keras"
    keras.Sequential([keras.Input((1,)), keras.layers.Lambda(lambda x: x + 1)]).save(path)
    rows = tmp_path / "rows.csv"
    rows.write_text("a\n1\n")
    assert main(["predict", str(path), str(rows)]) == 2
    assert "holds code" in capsys.readouterr().err


def test_the_file_says_what_its_answers_mean(tmp_path: Path) -> None:
    planned = plan(from_content({"data": {"dataset": "ionosphere"}}))
    path = tmp_path / "model.keras"
    save(raw_model(planned, untrained(planned.experiment, planned.prepared).get_weights()), planned, path)
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("facts.json")) == facts_of(planned)
    assert facts_of(planned)["classes"] == ["good", "bad"]
