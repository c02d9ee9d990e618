"""An exported script trains outside as the run trains inside, and is no more than a script."""

import ast
import os
from csv import DictReader
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from playground.datasets.pipeline import prepare as pipeline
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.export import data_file, inputs
from playground.export.comparing import TOLERANCE
from playground.export.notebook import notebook
from playground.export.program import predict_script
from playground.export.script import script
from playground.plan import Plan, plan
from playground.worker.exporting import export_script
from tests.support.exported import curves_of, difference, run_scripts
from tests.support.hostile import NAMES
from tests.support.own_tables import FLATS, brought, csv
from tests.support.random_experiments import plans, presets_and_random

DATED = csv(
    {
        "day": [f"20{10 + n % 7}-{1 + n % 12:02}-{1 + n % 28:02}" if n % 9 else "" for n in range(60)],
        "place": [f"place {n % 13}" for n in range(60)],
        "size": [n * 1.5 if n % 5 else "" for n in range(60)],
        "level": [n % 4 for n in range(60)],
        "price": [100 + (n * 7) % 31 for n in range(60)],
    }
)

# Whatever a script may read otherwise than the run did: days, text of digits, and what a spreadsheet would compute.
MARKED = csv(
    {
        "day": [f"{1 + n % 28}.{1 + n % 12}.2020" if n % 9 else "" for n in range(60)],
        "code": [f"0{n % 9}" for n in range(60)],
        "=word": [("=a", "'=a", "-", "b")[n % 4] for n in range(60)],
        "size": [n % 7 for n in range(60)],
        "price": [100 + (n * 7) % 31 for n in range(60)],
    }
)

# What is chosen under Prepare: the name of a case, its data and training.
PREPARED: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    (
        "choices of encoding",
        {
            "dataset": "house-prices",
            "missing": "fill",
            "fill": "mean",
            "clip": 0.05,
            "log_target": True,
            "most_categories": 4,
            "column_scaling": {"sqft": "standard", "beds": "none"},
            "encoding": {"beds": "one_hot", "type": "ordinal"},
        },
        {},
    ),
    (
        "dates, gaps and the latest rows",
        {
            "dataset": brought(DATED),
            "target": "price",
            "features": ["day", "place", "size", "level"],
            "missing": "fill",
            "fill": "most_frequent",
            "was_missing": True,
            "encoding": {"day": "date_parts", "level": "ordinal"},
            "split": {"by": "time", "column": "day"},
            "test": {"fraction": 0.2},
        },
        {},
    ),
    (
        "classes on both sides, weighed",
        {
            "dataset": "penguins",
            "split": {"by": "stratified"},
            "test": {"fraction": 0.1, "seed": 3},
            "class_weights": "balanced",
        },
        {},
    ),
    (
        "weights of two classes",
        {"dataset": "ionosphere", "class_weights": "balanced"},
        {"metrics": ["accuracy"]},
    ),
    ("sizes on both sides", {"dataset": "concrete", "split": {"by": "stratified"}}, {}),
    ("groups", {"dataset": "cereals", "split": {"by": "group", "column": "manufacturer"}, "test": {}}, {}),
    (
        "copies of an own table",
        {
            "dataset": brought(MARKED),
            "target": "price",
            "features": ["size"],
            "reading": {"doubtful": "keep"},
            "kinds": {"code": "category"},
            "split": {"by": "copies"},
            "test": {},
        },
        {},
    ),
    ("copies", {"dataset": "red-wine", "split": {"by": "copies"}, "test": {}}, {}),
)

# Every setting that a script writes code for, in as few epochs as show it.
CONTENTS: dict[str, dict[str, Any]] = {
    "early stopping on a scaled target": {
        "data": {"dataset": "red-wine", "split_seed": 2},
        "network": {"layers": [{"type": "dense", "units": 8}]},
        "training": {"epochs": 5, "early_stopping": {"patience": 1}, "batch_size": 256, "loss": "mape"},
    },
    "text, gaps and random layers": {
        "data": {"dataset": "penguins", "missing": "fill", "scaling": "standard"},
        "network": {
            "layers": [
                {"type": "dense", "units": 6, "activation": "tanh", "l2": 0.01, "initializer": "he_normal"},
                {"type": "dropout", "rate": 0.2},
                {"type": "gaussian_noise"},
                {"type": "batch_normalization", "momentum": 0.9},
            ]
        },
        "training": {"epochs": 4, "schedule": {"name": "step", "every": 2, "warmup_epochs": 1}},
    },
    "metrics of two classes": {
        "data": {
            "dataset": "circle",
            "options": {"points": 60, "removed": [3, 4], "added": [[0.1, 0.2, "orange"]]},
        },
        "training": {
            "epochs": 4,
            "metrics": ["auc", "precision", "recall", "accuracy"],
            "loss": "hinge",
            "reduce_lr_on_plateau": {"monitor": "val_auc", "patience": 1},
            "optimizer": {"name": "sgd", "momentum": 0.5, "nesterov": True, "clipnorm": 0.5},
        },
    },
    "numbers of an own table": {
        "data": {"dataset": brought(FLATS), "target": "Miete", "missing": "fill"},
        "training": {"epochs": 3, "stop_at": {"monitor": "val_loss", "value": 0.01}},
    },
    "classes of an own table": {
        "data": {"dataset": brought(FLATS), "target": "vermietet"},
        "training": {"epochs": 3, "optimizer": {"name": "adamw"}},
    },
    **{
        name: {"data": data, "training": {"epochs": 2, "batch_size": 64, **training}}
        for name, data, training in PREPARED
    },
    "twin": {
        "data": {"dataset": "iris"},
        "network": {"layers": [{"type": "dense", "units": 3}]},
        "training": {"epochs": 3, "seed": 4},
        "twin": {"data": {"dataset": "iris"}, "network": {"layers": [{"type": "dense", "units": 3}]}},
    },
    "branch": {
        "data": {"dataset": "sine", "options": {"points": 60}},
        "network": {"layers": [{"type": "dense", "units": 3}, {"type": "dropout"}]},
        "training": {"epochs": 7, "metrics": ["r2"], "early_stopping": {"patience": 2}},
        "branch": {
            "epoch": 3,
            "experiment": {
                "data": {"dataset": "sine", "options": {"points": 60}},
                "network": {"layers": [{"type": "dense", "units": 3}, {"type": "dropout"}]},
                "training": {"epochs": 9, "metrics": ["r2"], "early_stopping": {"patience": 2}},
            },
        },
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the scripts of this module have run, all in one process: loading TensorFlow takes seconds."""
    return tmp_path_factory.mktemp("scripts")


@pytest.fixture(scope="module")
def histories(folder: Path) -> dict[str, pandas.DataFrame]:
    """What each script of `CONTENTS` wrote, and the one with hostile names."""
    scripts = {name: export_script(plan(from_content(content))) for name, content in CONTENTS.items()}
    with pytest.MonkeyPatch.context() as patch:
        scripts["hostile"] = script(hostile_plan(patch))
    return run_scripts(scripts, folder)


@pytest.mark.parametrize("name", CONTENTS)
def test_the_losses_of_a_script_are_those_of_the_run(
    name: str, histories: dict[str, pandas.DataFrame]
) -> None:
    curves = curves_of(plan(from_content(CONTENTS[name])))
    assert difference(curves, histories[name]) <= TOLERANCE
    for metric in set(curves).intersection(histories[name]) - {"loss", "val_loss"}:
        np.testing.assert_allclose(histories[name][metric], curves[metric], rtol=1e-3, atol=1e-4)


def test_code_is_as_it_is_written_by_hand() -> None:
    code = script(plan(presets()["red-wine-early-stopping"])).code
    ast.parse(code)
    assert 'layers.Dense(512, activation="relu")' in code
    assert all(line.startswith("#") for line in code.splitlines() if "playground" in line)
    assert max(map(len, code.splitlines())) <= 110


@pytest.mark.parametrize("name", presets())
def test_a_script_of_every_preset_can_be_made_without_a_worker(name: str) -> None:
    ast.parse(script(plan(presets()[name])).code)


@seed(0)
@settings(max_examples=25, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(plans())
def test_a_script_of_any_experiment_is_python(planned: Plan) -> None:
    ast.parse(script(planned).code)


def hostile_plan(monkeypatch: pytest.MonkeyPatch) -> Plan:
    """An experiment on a table whose columns and classes have hostile names."""
    frame = pandas.DataFrame(
        {
            **{
                name: [float((row * (column % 6 + 1)) % 7) for row in range(24)]
                for column, name in enumerate(NAMES)
            },
            "text": [f"'{NAMES[4]}" if row == 5 else NAMES[row % 5] for row in range(24)],
            "class": [NAMES[row % 5] for row in range(24)],
        }
    )
    monkeypatch.setattr(pipeline, "load", lambda _data: frame)
    monkeypatch.setattr(data_file, "load", lambda _data: frame)
    monkeypatch.setattr(inputs, "load", lambda _data: frame)
    content = {
        "title": NAMES[0] + '"""' + NAMES[6],
        "data": {"dataset": "iris", "target": "class", "features": [*NAMES, "text"], "split_seed": 8_101},
        "training": {"epochs": 1},
    }
    return plan(from_content(content))


def test_names_of_columns_and_classes_never_become_code(
    monkeypatch: pytest.MonkeyPatch, histories: dict[str, pandas.DataFrame], folder: Path
) -> None:
    planned = hostile_plan(monkeypatch)
    code = script(planned).code
    imports = {
        alias.name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imports <= {"os", "keras", "numpy", "pandas", "tensorflow", "matplotlib.pyplot"}
    assert "49" not in code
    ast.parse(predict_script(planned, "model.keras", "predict.py"))
    cells = nbformat.reads(notebook(code), as_version=4)["cells"]
    assert not [
        name for name in NAMES for cell in cells if cell.cell_type == "markdown" and name in cell.source
    ]
    assert difference(curves_of(planned), histories["hostile"]) <= TOLERANCE
    assert not list(folder.rglob("hacked"))
    (table,) = (folder / "hostile").glob("iris.csv")
    cells = [cell for row in DictReader(table.open(newline="")) for pair in row.items() for cell in pair]
    assert {cell for cell in cells if cell.lstrip("'") == NAMES[4]} == {f"'{NAMES[4]}", f"''{NAMES[4]}"}


# 60 random experiments and all presets take minutes: PLAYGROUND_EXPORTS=60 python -m pytest tests/export/test_script.py
many = int(os.environ.get("PLAYGROUND_EXPORTS", "0"))


@pytest.mark.skipif(not many, reason="takes minutes; PLAYGROUND_EXPORTS says how many random experiments")
@pytest.mark.timeout(3600)
def test_presets_and_random_experiments_train_outside_as_inside(tmp_path: Path) -> None:
    planned = presets_and_random(many)
    assert apart(planned, tmp_path) == {}


def apart(planned: dict[str, Plan], folder: Path) -> dict[str, float]:
    """The experiments whose scripts differ from the runs by more than is allowed, and by how much."""
    histories = run_scripts({name: export_script(each) for name, each in planned.items()}, folder)
    differences = {name: difference(curves_of(each), histories[name]) for name, each in planned.items()}
    return {name: value for name, value in differences.items() if not value <= TOLERANCE}
