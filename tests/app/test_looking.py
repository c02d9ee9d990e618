"""An experiment opened on the page comes back equal: its forms show every value exactly and change nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from playground.datasets import load, names
from playground.errors import ExperimentError
from playground.experiment import Branch, Data
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import plan
from tests.support.cases import content
from tests.support.forms_script import opened, said, widget
from tests.support.page_experiments import beginnings, endings


@pytest.fixture(scope="module", autouse=True)
def _every_table_is_read() -> None:
    """Reading scikit-learn's tables draws random numbers, which a strategy of Hypothesis may not."""
    for name in names():
        load(Data(dataset=name))


@settings(
    max_examples=25,
    # Many data sets, targets and options do not go together.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(beginnings(), some.data())
def test_looking_at_an_experiment_changes_nothing_in_it(
    beginning: dict[str, Any], more: some.DataObject
) -> None:
    try:
        task = plan(from_content(beginning)).prepared.task
    except ExperimentError:
        assume(False)
        raise
    beginning["training"].update(more.draw(endings(task)))
    experiment = from_content(beginning)
    page = opened(experiment)
    assert said(page) == experiment
    page.run()
    assert said(page) == experiment
    assert page.session_state["now"].plan is not None


@pytest.mark.parametrize("name", ["S1-patience", "S2-fraction", "S3"])
def test_a_value_that_came_by_file_is_shown_and_kept_exactly(name: str) -> None:
    experiment = from_content(content(name))
    page = opened(experiment)
    assert said(page) == experiment
    shown = {
        field.label.partition(" :small")[0]: field.proto.format % field.value
        for field in page.number_input
        if field.value is not None
    }
    expected = {
        "S1-patience": {"Patience": "20000"},
        "S2-fraction": {"Training rows %": "72.5"},
        "S3": {"L2": "1e-05", "Least improvement": "1e-05"},
    }[name]
    assert expected.items() <= shown.items()


def test_a_branch_and_a_twin_go_along_and_the_page_says_so() -> None:
    first = plan(presets()["single-neuron"]).experiment
    branch = plan(first.model_copy(update={"branch": Branch(experiment=first, epoch=50)})).experiment
    page = opened(branch)
    assert said(page) == branch
    assert any("another run's epoch 50" in line.value for line in page.caption)
    widget(page, "button", "begin_anew-branch").click().run()
    assert said(page) == branch.model_copy(update={"branch": None})
    twin = plan(first.model_copy(update={"twin": first.model_copy(update={"title": ""})})).experiment
    assert said(opened(twin)) == twin


def test_values_that_are_no_numbers_are_classes_already() -> None:
    page = opened(from_content({"data": {"dataset": "iris"}}))
    toggle = next(each for each in page.toggle if each.label == "Its values are classes")
    assert (toggle.value, toggle.disabled) == (True, True)
    assert said(page).data.options == {}
