"""A value that cannot be stays in its field, and the page says there what is wrong with it."""

import math

import pytest

from playground.errors import ExperimentError
from playground.experiment import Experiment
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.plan import plan
from tests.support.forms_script import opened, said, widget

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
