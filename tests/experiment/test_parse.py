"""An experiment file is understood, or refused with a sentence that names the field."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import ExperimentError
from playground.experiment import Experiment
from playground.experiment.parse import parse
from playground.experiment.presets import presets

WINE = {"data": {"dataset": "red-wine"}}


def refusal(content: object, *overrides: str) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(ExperimentError) as refused:
        parse(text, overrides)
    return str(refused.value)


def with_layer(**layer: object) -> dict[str, object]:
    return WINE | {"network": {"layers": [{"type": "dense"}, layer]}}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"data": {"dataset": "red', "cannot be read as JSON"),
        ("[1, 2]", "holds no settings"),
        ({}, "data: this is missing."),
        (WINE | {"trainning": {}}, "trainning: there is no such setting."),
        (with_layer(type="dense", units=-3), "network.layers[1].units: -3 is too small; the least is 1."),
        (with_layer(type="dense", units=2.5), "network.layers[1].units: 2.5 is not a whole number."),
        (
            with_layer(type="dropout", rate=1.5),
            "network.layers[1].rate: 1.5 is too large; it must be less than 1.",
        ),
        (with_layer(type="conv"), "network.layers[1]: there is no layer “conv”"),
        (
            with_layer(type="dense", activation="rellu"),
            "network.layers[1].activation: “rellu” is not one of relu",
        ),
        (
            {"data": {"dataset": "red-wine", "target": "quality", "features": ["pH", "quality"]}},
            "data.features: the target “quality” is among the features",
        ),
        (WINE | {"training": {"optimizer": {"name": "adam", "momentum": 0.9}}}, "only sgd takes momentum"),
        (
            WINE | {"training": {"optimizer": {"clipnorm": 1, "clipvalue": 1}}},
            "training.optimizer.clipvalue: gradients are clipped by their norm or by their values, not by both.",
        ),
        (
            WINE | {"training": {"schedule": {}, "reduce_lr_on_plateau": {}}},
            "training.schedule: a schedule and smaller steps on a plateau would both set the learning rate",
        ),
        (WINE | {"training": {"stop_at": {}}}, "training.stop_at.value: this is missing."),
        (
            WINE | {"training": {"schedule": {"name": "warmup"}}},
            "training.schedule.warmup_epochs: a warm-up takes 1 epoch or more.",
        ),
        (
            WINE | {"training": {"schedule": {"name": "cosinus"}}},
            "training.schedule.name: “cosinus” is not one of step",
        ),
        (
            WINE | {"training": {"optimizer": {"clipnorm": 0}}},
            "training.optimizer.clipnorm: 0 is too small; it must be more than 0.",
        ),
        (
            WINE | {"training": {"optimizer": {"learning_rate": "fast"}}},
            "learning_rate: “fast” is not a number.",
        ),
        (
            WINE | {"training": {"epochs": 10**9}},
            "training.epochs: 1,000,000,000 epochs are more than the 10,000 allowed",
        ),
        (WINE | {"version": 2}, "version: 2 is not 1."),
        ('{"data": {"dataset": "red-wine"}, "training": {"epochs": NaN}}', "training.epochs"),
        ("[" * 100_000, "cannot be read as JSON"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_that_names_the_field(content: object, sentence: str) -> None:
    assert sentence in refusal(content)


def test_every_wrong_field_is_named_at_once() -> None:
    said = refusal(WINE | {"title": 3, "training": {"epochs": 0, "seed": -1}})
    assert all(field in said for field in ("title", "training.epochs", "training.seed"))


def test_settings_can_be_changed_by_their_path() -> None:
    text = presets()["red-wine-dropout-batchnorm"].model_dump_json()
    experiment = parse(
        text, ["training.epochs=7", "training.optimizer.name=sgd", "network.layers.1.rate=0.5", "title=Mine"]
    )
    assert (experiment.training.epochs, experiment.training.optimizer.name) == (7, "sgd")
    assert experiment.network.layers[1].model_dump() == {"type": "dropout", "rate": 0.5}
    assert experiment.title == "Mine"


def test_a_part_that_was_absent_can_be_set() -> None:
    experiment = parse(json.dumps(WINE), ["training.early_stopping.patience=3"])
    assert experiment.training.early_stopping is not None
    assert experiment.training.early_stopping.patience == 3


@pytest.mark.parametrize(
    "override", ["training.epochs", "network.layers.9.units=1", "title.x=1", "training.epoch=3"]
)
def test_a_path_that_leads_nowhere_is_refused(override: str) -> None:
    assert override.split("=")[0] in refusal(WINE | {"title": "t"}, override)


@pytest.mark.parametrize("name", presets())
def test_an_experiment_survives_its_file(name: str) -> None:
    experiment = presets()[name]
    assert parse(experiment.model_dump_json()) == experiment


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
parts = st.sampled_from(["version", "title", "data", "network", "training"])


@given(st.dictionaries(parts, json_values) | json_values)
def test_whatever_a_file_holds_it_is_an_experiment_or_a_sentence(content: object) -> None:
    try:
        assert isinstance(parse(json.dumps(content)), Experiment)
    except ExperimentError as error:
        refused = error
    else:
        return
    assert all(problem.sentence.endswith(".") for problem in refused.problems)
