"""The table of settings: what it says fits the experiment, its checks, the forms and the database."""

from typing import Any

import pytest
from pydantic import BaseModel

from playground.comparing.settings import settings, title_of
from playground.experiment import (
    Data,
    EarlyStopping,
    Experiment,
    ReduceLROnPlateau,
    Schedule,
    StopAt,
    TestPart,
    Training,
)
from playground.experiment.setting import Setting
from playground.experiment.settings import SETTINGS, columns, of_column
from playground.store.summary import Summary
from playground.store.tables import runs

# What is no setting of its own: version and title, where a run begins, and what a widget for the loss sets too.
_NO_SETTINGS = {"version", "title", "twin", "training.loss_version", "network.layers", "data.options"}
_OF_TOYS = {path for path in SETTINGS if path.startswith("data.options.")}

# No experiment may have all of it: a schedule and a plateau would both set the learning rate.
_TRAINING = Training(loss="mse", early_stopping=EarlyStopping(), reduce_lr_on_plateau=ReduceLROnPlateau())
EVERY = Experiment(data=Data(dataset="circle", test=TestPart())).model_copy(
    update={"training": _TRAINING.model_copy(update={"schedule": Schedule(), "stop_at": StopAt(value=0.1)})}
)


def paths(part: BaseModel, before: str = "") -> set[str]:
    found = set()
    for name, value in part:
        path = f"{before}{name}"
        if isinstance(value, BaseModel):
            found |= paths(value, f"{path}.") | ({path} if path in SETTINGS else set())
        else:
            found.add(path)
    return found


def test_every_setting_of_an_experiment_but_the_layers_has_a_row() -> None:
    assert paths(EVERY) - _NO_SETTINGS == set(SETTINGS) - _OF_TOYS


@pytest.mark.parametrize("row", SETTINGS.values(), ids=lambda row: row.path)
def test_a_row_finds_its_value_in_an_experiment_and_in_its_plain_data(row: Setting) -> None:
    if row.path in _OF_TOYS:
        assert row.of(Experiment(data=Data(dataset="circle", options={row.path.split(".")[-1]: 7}))) == 7
        return
    found = row.of(EVERY)
    plain = found.model_dump() if isinstance(found, BaseModel) else found
    assert plain == row.of(EVERY.model_dump())


def test_a_comparison_says_every_setting_with_the_title_that_a_problem_of_it_has() -> None:
    shown = {each.path: each.title for each in settings(EVERY)}
    assert set(SETTINGS) - {"data.options.task"} <= set(shown)
    assert {path: title_of(path) for path in shown} == shown


def test_a_setting_of_a_section_that_is_off_has_no_value() -> None:
    row = SETTINGS["training.early_stopping.patience"]
    off = Experiment(data=Data(dataset="circle"))
    assert row.of(off) is None
    assert row.path not in {each.path for each in settings(off)}


def test_the_columns_of_settings_are_those_of_the_database() -> None:
    found: dict[str, Any] = columns(EVERY)
    assert set(found) <= set(runs.c.keys())
    assert set(found) <= set(Summary._fields)
    assert found["learning_rate"] == 0.001
    assert found["loss"] == "mse"
    assert of_column("batch_size").title == "Batch size"
