"""What runs are called: data, layers and what differs; a preset's title only while its settings are the run's."""

from typing import Any

import pytest

from playground.comparing.differences import label
from playground.comparing.naming import (
    automatic_name,
    name_of,
    preset_of,
    with_title,
    with_true_title,
    with_twin_title,
)
from playground.experiment import Experiment
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import plan
from tests.support.experiments import complete


def with_(experiment: Experiment, **training: Any) -> Experiment:
    content = experiment.model_dump()
    content["training"].update(training)
    return from_content(content)


def test_an_automatic_name_says_dropout_and_batch_normalization() -> None:
    layers = [
        {"type": "dense", "units": 512},
        {"type": "dropout", "rate": 0.3},
        {"type": "batch_normalization"},
        {"type": "dense", "units": 64},
    ]
    wine = {"data": {"dataset": "red-wine"}, "network": {"layers": layers}}
    assert (
        automatic_name(complete(from_content(wine)))
        == "Red wine · 512-64 with dropout 0.3, batch normalization · Adam 0.001"
    )
    wine["data"]["target"] = "alcohol"
    assert automatic_name(complete(from_content(wine))).startswith("Red wine → alcohol · ")


def test_the_diverging_and_the_rescued_concrete_have_different_automatic_names() -> None:
    names = [automatic_name(complete(presets()[name])) for name in ("concrete-diverges", "concrete-rescued")]
    assert names[0] != names[1]
    assert "batch normalization" in names[1]


def test_what_a_run_stands_for_among_seeds_and_cells_follows_its_name() -> None:
    wine = complete(presets()["red-wine-early-stopping"])
    assert name_of(wine, "seed 6") == "Red wine, early stopping · seed 6"
    untitled = wine.model_copy(update={"title": ""})
    assert name_of(untitled, "seed 6") == "Red wine · 512-512-512 · Adam 0.001 · seed 6"


def test_a_presets_title_stays_while_its_settings_do() -> None:
    own = presets()["ionosphere"]
    assert with_true_title(plan(own), "ionosphere").experiment.title == "Ionosphere, two classes"
    changed = with_true_title(plan(with_(own, epochs=7)), "ionosphere").experiment
    assert changed.title == "Ionosphere, two classes · changed"
    assert preset_of(changed) == "ionosphere"
    back = with_true_title(plan(with_(changed, epochs=own.training.epochs)), "ionosphere").experiment
    assert back.title == "Ionosphere, two classes"


def test_no_run_is_called_by_the_name_of_another_data_set() -> None:
    iris = from_content({"title": "Ionosphere, two classes", "data": {"dataset": "iris"}})
    assert name_of(complete(iris)) == "Iris · linear · Adam 0.001"
    assert with_true_title(plan(iris), "ionosphere").experiment.title == ""
    assert with_true_title(plan(iris), None).experiment.title == ""


@pytest.mark.parametrize("name", presets())
def test_a_presets_settings_are_known_as_its_own_however_they_are_written(name: str) -> None:
    preset = presets()[name]
    assert preset_of(plan(preset).experiment) == name
    assert preset_of(plan(preset).experiment.model_copy(update={"title": ""})) == name
    assert preset_of(with_(preset, epochs=preset.training.epochs + 1)) is None


def test_a_twin_is_called_by_its_original_and_what_differs() -> None:
    original = plan(presets()["red-wine-early-stopping"]).experiment
    twin = plan(with_(original, batch_size=64))
    name = with_twin_title(twin, original, label(twin.experiment, original)).experiment.title
    assert name == "Red wine, early stopping · batch size 64"
    given = plan(with_(original, batch_size=64).model_copy(update={"title": "My own"}))
    assert with_twin_title(given, original, "batch size 64").experiment.title == "My own"
    long = original.model_copy(update={"title": "x" * 195})
    untitled = with_title(twin, "")
    assert with_twin_title(untitled, long, "batch size 64").experiment.title == (
        "Red wine · 512-512-512 · Adam 0.001 · batch size 64"
    )
