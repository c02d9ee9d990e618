"""An experiment opened on the page comes back equal: its forms show every value exactly and change nothing."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from playground.datasets import DERIVED, card, load, names
from playground.datasets.toys.catalogue import TOYS
from playground.errors import ExperimentError
from playground.experiment import Branch, Data, Experiment
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import plan
from playground.ui.frame.draft import Draft
from playground.words import (
    ACTIVATIONS,
    DEFAULT_METRICS,
    INITIALIZERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    SCALINGS,
    SCHEDULES,
    Task,
    fitting,
)
from tests.support.cases import content

# A busy machine holds a script up for minutes.
SECONDS = 600


@pytest.fixture(scope="module", autouse=True)
def _every_table_is_read() -> None:
    """Reading scikit-learn's tables draws random numbers, which a strategy of Hypothesis may not."""
    for name in names():
        load(Data(dataset=name))


def forms() -> None:
    """The forms alone, as the page draws them."""
    import streamlit as st

    from playground.ui.forms.check import check_draft
    from playground.ui.forms.data_form import data_form
    from playground.ui.forms.fields import Fields
    from playground.ui.forms.network_form import network_form
    from playground.ui.forms.training_form import training_form

    draft, fields = st.session_state["draft"], Fields()
    prepared = data_form(draft, fields)
    network_form(draft, prepared, fields)
    training_form(draft, prepared, fields)
    now = check_draft(draft)
    fields.tell(now.problems, now.notes)
    st.session_state["now"] = now


def opened(experiment: Experiment) -> AppTest:
    page = AppTest.from_function(forms, default_timeout=SECONDS)
    page.session_state["draft"] = Draft(experiment)
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> Experiment:
    return Experiment.model_validate(page.session_state["draft"].content())


def widget(page: AppTest, kind: str, name: str):
    return next(w for w in page.get(kind) if w.key == page.session_state["draft"].key(name))


def floats(least: float, most: float, **more: Any) -> some.SearchStrategy[float]:
    return some.floats(least, most, allow_nan=False, **more)


def layers() -> some.SearchStrategy[list[dict[str, Any]]]:
    activation = some.sampled_from(list(ACTIVATIONS))
    dense = some.fixed_dictionaries(
        {"type": some.just("dense"), "units": some.integers(1, 300)},
        optional={
            "activation": activation,
            "initializer": some.sampled_from(list(INITIALIZERS)),
            "l1": floats(0, 10),
            "l2": some.sampled_from([1e-05, 3.3e-7, 0.0, 10.0]),
        },
    )
    others = [
        some.fixed_dictionaries({"type": some.just("dropout"), "rate": floats(0, 1, exclude_max=True)}),
        some.fixed_dictionaries(
            {"type": some.just("batch_normalization"), "momentum": floats(0, 1, exclude_max=True)}
        ),
        some.fixed_dictionaries({"type": some.just("activation"), "activation": activation}),
    ]
    return some.lists(some.one_of(dense, *others), max_size=4)


@some.composite
def toy_options(draw: some.DrawFn, name: str) -> dict[str, Any]:
    toy = TOYS[name]
    points = draw(some.integers(10, 200))
    place = floats(-12, 12)
    value = some.sampled_from(toy.classes) if toy.classes else place
    options: dict[str, some.SearchStrategy[Any]] = {
        "noise": some.one_of(floats(0, 50), some.integers(0, 50)),
        "seed": some.integers(0, 2**31 - 1),
        "added": some.lists(some.tuples(*(place for _ in toy.features), value).map(list), max_size=3),
        "removed": some.lists(some.integers(0, points - 1), max_size=3, unique=True),
    }
    if len(toy.features) == 2:
        options["derived"] = some.lists(some.sampled_from(DERIVED), max_size=3)
    return {"points": points, **draw(some.fixed_dictionaries({}, optional=options))}


@some.composite
def data_parts(draw: some.DrawFn) -> dict[str, Any]:
    name = draw(some.sampled_from(names()))
    data: dict[str, Any] = {"dataset": name}
    if name in TOYS:
        if draw(some.booleans()):
            data["options"] = draw(toy_options(name))
    else:
        about = card(name)
        columns = [str(column) for column in load(Data(dataset=name)).columns]
        target = draw(some.sampled_from([None, about.target, *columns]))
        data["target"] = target
        features = [column for column in columns if column != (target or about.target)]
        if draw(some.booleans()):
            data["features"] = draw(
                some.lists(some.sampled_from(features), min_size=1, max_size=5, unique=True)
            )
        data["options"] = draw(some.sampled_from([{}, {"task": "classes"}, {"task": None}]))
    more = {
        "train_fraction": floats(0.05, 0.95),
        "split_seed": some.integers(0, 2**31 - 1),
        "scaling": some.sampled_from(list(SCALINGS)),
        "scale_target": some.booleans(),
        "missing": some.sampled_from(["drop", "fill"]),
    }
    return {**data, **draw(some.fixed_dictionaries({}, optional=more))}


@some.composite
def optimizers(draw: some.DrawFn) -> dict[str, Any]:
    name = draw(some.sampled_from(list(OPTIMIZERS)))
    optimizer: dict[str, Any] = {"name": name, "learning_rate": draw(floats(1e-9, 100))}
    if name == "sgd":
        optimizer["momentum"] = draw(some.sampled_from([0.0, 0.9, 0.999, 0.12345678901234567]))
        optimizer["nesterov"] = optimizer["momentum"] > 0 and draw(some.booleans())
    if name == "adamw":
        optimizer["weight_decay"] = draw(some.sampled_from([None, 0.0, 0.004, 1e-6]))
    optimizer[draw(some.sampled_from(["clipnorm", "clipvalue"]))] = draw(some.sampled_from([None, 0.5, 1e-6]))
    return optimizer


@some.composite
def beginnings(draw: some.DrawFn) -> dict[str, Any]:
    """Data, network and the part of training that does not depend on the task."""
    return {
        "title": draw(some.sampled_from(["", "Mine", "Ünïcode · *stars*"])),
        "data": draw(data_parts()),
        "network": {"layers": draw(layers())},
        "training": {
            "optimizer": draw(optimizers()),
            "epochs": draw(some.integers(1, 10_000)),
            "batch_size": draw(some.sampled_from([None, 1, 7, 20, 32, 64])),
            "seed": draw(some.integers(0, 2**31 - 1)),
        },
    }


@some.composite
def endings(draw: some.DrawFn, task: Task) -> dict[str, Any]:
    """The part of training that fits a task."""
    offered = fitting(METRICS, task)
    metrics = draw(some.none() | some.lists(some.sampled_from(offered), max_size=3, unique=True))
    recorded = ["loss", *(DEFAULT_METRICS[task] if metrics is None else metrics)]
    monitors = some.sampled_from([f"{of}{name}" for name in recorded for of in ("", "val_")])
    stopping = some.fixed_dictionaries(
        {"monitor": monitors},
        optional={
            "min_delta": floats(0, 1e300),
            "patience": some.sampled_from([0, 1, 20_000, 2**53 - 1]),
            "restore_best_weights": some.booleans(),
            "start_from_epoch": some.sampled_from([0, 7, 20_000]),
        },
    )
    reducing = some.fixed_dictionaries(
        {"monitor": monitors},
        optional={
            "factor": floats(0, 1, exclude_min=True, exclude_max=True),
            "min_delta": floats(0, 10),
            "patience": some.sampled_from([1, 20_000]),
            "min_lr": floats(0, 1),
        },
    )
    schedules = some.fixed_dictionaries(
        {"name": some.sampled_from(list(SCHEDULES)), "warmup_epochs": some.sampled_from([1, 20_000])},
        optional={
            "factor": floats(0, 1, exclude_min=True, exclude_max=True),
            "every": some.sampled_from([1, 20_000]),
            "alpha": floats(0, 1, exclude_max=True),
        },
    )
    plateau = draw(some.none() | reducing)
    return {
        "loss": draw(some.sampled_from([None, *fitting(LOSSES, task)])),
        "metrics": metrics,
        "early_stopping": draw(some.none() | stopping),
        "reduce_lr_on_plateau": plateau,
        "stop_at": draw(
            some.none() | some.fixed_dictionaries({"monitor": monitors, "value": floats(-1e6, 1e6)})
        ),
        "schedule": draw(some.none() | schedules) if plateau is None else None,
    }


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


OUT_OF_RANGE = [
    ("red-wine-early-stopping", "epochs", value, "training.epochs") for value in (20_000, 0, -5, 2.5)
] + [
    ("red-wine-early-stopping", "early_stopping-patience", -1, "training.early_stopping.patience"),
    ("red-wine-early-stopping", "early_stopping-min_delta", -0.1, "training.early_stopping.min_delta"),
    ("red-wine-early-stopping", "train_fraction", 97, "data.train_fraction"),
    ("red-wine-early-stopping", "split_seed", 2**31, "data.split_seed"),
    ("red-wine-early-stopping", "seed", -1, "training.seed"),
    ("concrete-diverges", "momentum", 1, "training.optimizer.momentum"),
    ("spiral", "points-spiral", 5, "data.options.points"),
    ("spiral", "noise-spiral", 51, "data.options.noise"),
]


@pytest.mark.parametrize("typed", [float("nan"), float("inf"), -float("inf"), 1e300, -1e300, 0.5])
def test_no_number_that_a_browser_can_send_stops_the_page(typed: float) -> None:
    """A browser's own checks can be left out by whoever writes to the server."""
    page = opened(presets()["spiral"])
    count = len(page.number_input)
    for at in range(count):
        page.number_input[at].set_value(typed)
    page.run()
    assert not page.exception
    page.run()
    assert not page.exception
    # What is no number at all Streamlit itself does not hear.
    assert (page.session_state["now"].plan is None) == math.isfinite(typed)


@pytest.mark.parametrize(("preset", "field", "typed", "path"), OUT_OF_RANGE)
def test_a_number_out_of_its_range_stays_in_its_field_and_nothing_else_is_trained(
    preset: str, field: str, typed: float, path: str
) -> None:
    page = opened(presets()[preset])
    widget(page, "number_input", field).set_value(typed).run()
    assert not page.exception
    assert widget(page, "number_input", field).value == typed
    now = page.session_state["now"]
    assert now.plan is None
    assert [problem.field for problem in now.problems] == [path]
    assert not str(now.problems[0]).startswith(path)
    # Below its field, and as a file is told it.
    red = [line.value for line in page.markdown if line.value.startswith(":small[:red")]
    assert len(red) == 1
    with pytest.raises(ExperimentError, match=path.replace(".", r"\.")):
        plan(from_content(page.session_state["draft"].content()))


def test_a_layer_says_what_is_wrong_with_it_in_its_row_and_at_its_field() -> None:
    page = opened(presets()["red-wine-dropout-batchnorm"])
    layer = page.session_state["draft"].layers[1]
    widget(page, "number_input", f"rate-{layer.id}").set_value(1.5).run()
    assert not page.exception
    problem = page.session_state["now"].problems[0]
    assert str(problem) == "Layer 2 · rate: 1.5 is too large; it must be less than 1.0."
    red = [line.value for line in page.markdown if line.value.startswith(":small[:red")]
    assert len(red) == 2


def test_a_batch_too_large_for_fewer_points_stays_and_is_told() -> None:
    page = opened(from_content({"data": {"dataset": "circle"}, "training": {"batch_size": 512}}))
    widget(page, "number_input", "points-circle").set_value(100).run()
    assert said(page).training.batch_size == 512
    assert [problem.field for problem in page.session_state["now"].problems] == ["training.batch_size"]


def test_another_data_set_with_fewer_rows_than_a_batch_takes_the_full_batch_and_says_so() -> None:
    page = opened(from_content({"data": {"dataset": "red-wine"}, "training": {"batch_size": 1024}}))
    widget(page, "selectbox", "dataset").select("iris").run()
    assert said(page).training.batch_size is None
    assert "the batch size is now the full batch" in page.toast[0].value
    assert page.session_state["now"].plan is not None


def test_a_data_set_that_is_gone_is_told_and_another_can_be_chosen() -> None:
    page = opened(Experiment.model_validate({"data": {"dataset": "gone-table"}}))
    assert page.session_state["now"].problems[0].field == "data.dataset"
    widget(page, "selectbox", "dataset").select("iris").run()
    assert not page.exception
    assert page.session_state["now"].plan is not None


def test_limits_of_another_installation_leave_the_page_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    from playground.limits import limits

    monkeypatch.setenv("PLAYGROUND_MAX_EPOCHS", "100")
    limits.cache_clear()
    try:
        page = opened(presets()["red-wine-early-stopping"])
        problem = page.session_state["now"].problems[0]
        assert str(problem) == "Epochs: 500 epochs are more than the 100 allowed."
        assert said(page).training.epochs == 500
    finally:
        monkeypatch.undo()
        limits.cache_clear()


def test_values_that_are_no_numbers_are_classes_already() -> None:
    page = opened(from_content({"data": {"dataset": "iris"}}))
    toggle = next(each for each in page.toggle if each.label == "Its values are classes")
    assert (toggle.value, toggle.disabled) == (True, True)
    assert said(page).data.options == {}


def test_a_setting_is_told_at_its_widget_by_its_title_and_in_a_file_by_its_path() -> None:
    page = opened(from_content({"data": {"dataset": "red-wine"}}))
    page.multiselect[0].set_value([]).run()
    problem = page.session_state["now"].problems[0]
    assert (problem.field, str(problem)) == ("data.features", "Features: Choose at least one feature.")
    assert any(line.value == ":small[:red[Choose at least one feature\\.]]" for line in page.markdown)


def test_the_switch_of_early_stopping_writes_numbers_that_fit_and_notes_are_told_at_their_fields() -> None:
    content = {
        "data": {"dataset": "sine"},
        "training": {"loss": "mse", "early_stopping": {}, "reduce_lr_on_plateau": {}},
    }
    page = opened(from_content(content))
    paths = [f"training.{part}.min_delta" for part in ("early_stopping", "reduce_lr_on_plateau")]
    assert {note.field for note in page.session_state["now"].notes} == set(paths)
    assert any("before the learning rate is lowered" in line.value for line in page.markdown)
    for name in ("reduce_lr_on_plateau", "early_stopping"):
        for value in (False, True):
            widget(page, "toggle", name).set_value(value).run()
    stopping = said(page).training.early_stopping
    assert stopping is not None
    assert stopping.min_delta < 1e-06
    assert stopping.patience > 2 * said(page).training.reduce_lr_on_plateau.patience
    assert page.session_state["now"].notes == ()
