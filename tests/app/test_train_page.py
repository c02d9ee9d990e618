"""The page's script, run as Streamlit runs it, without a browser: what each widget does to the experiment."""

import subprocess
import sys

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.experiment import Schedule, StopAt
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from tests.support.app_requests import ask, bar, curves_data, request
from tests.support.kept_runs import PRESET, Kept
from tests.support.visits import draft_of


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600).run()
    assert not app.exception
    return app


def widget(page: AppTest, kind: str, name: str):
    """The one widget whose key is `name` in the present generation."""
    return next(w for w in page.get(kind) if w.key in (name, draft_of(page).key(name)))


def test_the_page_opens_with_a_preset_that_can_be_trained(page: AppTest) -> None:
    assert draft_of(page).preset == next(iter(presets()))
    assert bar(page)["ready"]
    assert not bar(page)["shown"]


@pytest.mark.parametrize("name", presets())
def test_a_preset_brings_exactly_its_experiment(page: AppTest, name: str) -> None:
    widget(page, "selectbox", "preset").select(name).run()
    from playground.plan import plan

    shown, preset = plan(from_content(draft_of(page).content())), plan(presets()[name])
    # A toy's form names every option, a file those that are not the usual ones.
    aside = {"data": preset.experiment.data.model_copy(update={"options": {}})}
    shown_data = {"data": shown.experiment.data.model_copy(update={"options": {}})}
    assert shown.experiment.model_copy(update=shown_data) == preset.experiment.model_copy(update=aside)
    assert np.array_equal(shown.prepared.training.x, preset.prepared.training.x)


def test_a_number_that_can_be_left_out_is_set_and_taken_back(page: AppTest) -> None:
    assert widget(page, "number_input", "clipnorm").value is None
    widget(page, "number_input", "clipnorm").set_value(0.5).run()
    assert from_content(draft_of(page).content()).training.optimizer.clipnorm == 0.5
    widget(page, "number_input", "clipnorm").set_value(None).run()
    assert from_content(draft_of(page).content()).training.optimizer.clipnorm is None


def test_settings_land_in_the_experiment(page: AppTest) -> None:
    widget(page, "number_input", "epochs").set_value(7).run()
    widget(page, "selectbox", "optimizer").select("sgd").run()
    widget(page, "number_input", "momentum").set_value(0.9).run()
    widget(page, "toggle", "nesterov").set_value(True).run()
    widget(page, "toggle", "early_stopping").set_value(False).run()
    training = from_content(draft_of(page).content()).training
    assert (training.epochs, training.optimizer.name, training.optimizer.nesterov) == (7, "sgd", True)
    assert training.early_stopping is None


def test_a_layers_row_says_what_was_just_typed(page: AppTest) -> None:
    widget(page, "selectbox", "preset").select("red-wine-early-stopping").run()
    layer = draft_of(page).layers[0]
    widget(page, "number_input", f"units-{layer.id}").set_value(33).run()
    assert draft_of(page).layers[0].settings.units == 33
    assert any("396" in caption.value for caption in page.caption)


def test_a_layer_is_taken_out_and_moved_by_its_buttons(page: AppTest) -> None:
    widget(page, "selectbox", "preset").select("red-wine-early-stopping").run()
    first, second, third = draft_of(page).layers
    widget(page, "button", f"remove-{second.id}").click().run()
    assert draft_of(page).layers == [first, third]
    widget(page, "button", f"down-{first.id}").click().run()
    assert draft_of(page).layers == [third, first]


def test_another_data_set_changes_task_loss_and_target(page: AppTest) -> None:
    widget(page, "selectbox", "dataset").select("ionosphere").run()
    said = from_content(draft_of(page).content())
    assert (said.data.target, said.training.loss) == ("Class", "binary_crossentropy")
    assert bar(page)["ready"]
    assert any(
        "33 of 34 features used; V2 never changes" in caption.value.replace("\\", "")
        for caption in page.caption
    )


def test_a_change_that_cannot_be_trained_starts_nothing_and_says_why(page: AppTest) -> None:
    layer = draft_of(page).layers[0]
    widget(page, "number_input", f"units-{layer.id}").set_value(9_999_999).run()
    assert not bar(page)["ready"]
    assert "parameters; 10,000,000 are allowed" in bar(page)["problem"]
    widget(page, "number_input", f"units-{layer.id}").set_value(16).run()
    assert bar(page)["ready"]


def test_every_toy_and_table_can_be_chosen(page: AppTest) -> None:
    from playground.datasets import names

    for name in names():
        widget(page, "selectbox", "dataset").select(name).run()
        assert bar(page)["ready"], name


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("run", "nonsense", "not kept here any more"),
        ("run", "0123456789abcdef0123456789abcdef", "not kept here any more"),
        ("experiment", "1.nonsense", "The link does not hold a whole experiment"),
        ("twin", "x" * 5000, "not kept here any more"),
    ],
)
def test_an_address_with_nonsense_in_it_is_a_sentence_and_the_default_page(
    name: str, value: str, said: str
) -> None:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.query_params[name] = value
    app.run()
    assert not app.exception
    (toast,) = app.toast
    assert said in toast.value
    assert draft_of(app).preset == next(iter(presets()))
    assert not app.query_params
    assert bar(app)["ready"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"data": {"dataset": "red-wine"', "line 1"),
        (b'{"data": {"dataset": "red-wine"}, "colour": "red"}', "colour"),
        (
            b'{"data": {"dataset": "red-wine"}, "network": {"layers": [{"type": "dense", "units": -3}]}}',
            "units",
        ),
        (b'{"data": {"dataset": "red-wine", "features": ["taste"]}}', "taste"),
        (b"\xff\xfe", "does not hold text"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_nothing_is_lost(
    page: AppTest, content: bytes, said: str
) -> None:
    widget(page, "selectbox", "preset").select("ionosphere").run()
    widget(page, "number_input", "epochs").set_value(77).run()
    widget(page, "file_uploader", "upload").upload("wrong.json", content, "application/json").run()
    (error,) = page.error
    assert error.value.startswith("Nothing was changed.")
    assert said in error.value
    assert (draft_of(page).data.dataset, draft_of(page).training.epochs) == ("ionosphere", 77)
    assert bar(page)["ready"]


def test_the_process_that_serves_pages_never_loads_a_training_library_nor_one_of_judging_before_it_judges() -> (
    None
):
    code = """
import sys
from streamlit.testing.v1 import AppTest
import app
import playground.engine.local, playground.engine.worker
page = AppTest.from_file("pages/start.py", default_timeout=600).run()
assert not page.exception, page.exception
assert any(part.proto.component_name == "live_curves_with_bar" for part in page.get("bidi_component"))
loaded = {"tensorflow", "keras", "jax", "torch", "sklearn", "scipy.stats"} & set(sys.modules)
assert not loaded, loaded
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_twin_of_the_settings_on_the_page_leaves_their_widgets_to_whoever_types_in_them(kept: Kept) -> None:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.query_params["run"] = kept.run(1.0, 0.5).id
    seed = widget(app.run(), "number_input", "seed")
    ask(app, request("twin"))
    assert "same settings" in bar(app)["notice"]["text"]
    assert widget(app, "number_input", "seed").key == seed.key
    widget(app, "number_input", "seed").set_value(7).run()
    assert "So far: seed 7." in bar(app)["notice"]["text"]
    # What was changed since is taken back: a twin begins with the run's own.
    ask(app, request("twin"))
    ask(app, request("twin"))
    assert widget(app, "number_input", "seed").value == 0
    assert "same settings" in bar(app)["notice"]["text"]


def test_a_presets_name_stays_only_while_its_settings_do_and_changes_can_be_taken_back(page: AppTest) -> None:
    widget(page, "selectbox", "preset").select("ionosphere").run()
    undo = widget(page, "button", "reload_preset")
    assert (widget(page, "selectbox", "preset").label, undo.disabled) == ("Preset", True)
    widget(page, "number_input", "epochs").set_value(7).run()
    changed = widget(page, "selectbox", f"{draft_of(page).key('preset')}-changed")
    assert changed.label == "Preset · changed"
    changed.select("ionosphere").run()  # the same name can be chosen again
    assert draft_of(page).training.epochs == presets()["ionosphere"].training.epochs
    assert widget(page, "selectbox", "preset").value == "ionosphere"
    widget(page, "number_input", "epochs").set_value(7).run()
    widget(page, "button", "reload_preset").click().run()
    assert draft_of(page).training.epochs == presets()["ionosphere"].training.epochs
    assert widget(page, "button", "reload_preset").disabled
    widget(page, "selectbox", "dataset").select("iris").run()
    assert widget(page, "selectbox", "preset").value is None
    assert draft_of(page).content()["title"] == ""


def test_after_a_reload_the_preset_field_says_the_preset_whose_settings_these_are(kept: Kept) -> None:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.query_params["run"] = kept.run(1.0, 0.5).id
    app.run()
    assert widget(app, "selectbox", "preset").value == PRESET
    assert widget(app, "button", "reload_preset").disabled


def test_what_was_typed_out_of_range_is_told_by_the_widgets_title_and_train_is_off(page: AppTest) -> None:
    widget(page, "number_input", "epochs").set_value(20_000).run()
    assert not bar(page)["ready"]
    assert "Epochs: 20,000 epochs are more than the 10,000 allowed" in bar(page)["problem"]
    widget(page, "number_input", "epochs").set_value(20).run()
    assert bar(page)["ready"]


def test_a_target_value_is_set_and_taken_back(page: AppTest) -> None:
    widget(page, "toggle", "stop_at").set_value(True).run()
    widget(page, "number_input", "stop_at-value").set_value(0.25).run()
    assert from_content(draft_of(page).content()).training.stop_at == StopAt(monitor="val_loss", value=0.25)
    widget(page, "toggle", "stop_at").set_value(False).run()
    assert from_content(draft_of(page).content()).training.stop_at is None


def test_a_schedule_is_set_with_what_belongs_to_its_shape_and_not_beside_a_plateau(page: AppTest) -> None:
    widget(page, "toggle", "schedule").set_value(True).run()
    assert {field.label.partition(" :small")[0] for field in page.number_input} >= {
        "Share left at the end",
        "Epochs of warm-up",
    }
    widget(page, "selectbox", "schedule-name").select("step").run()
    assert not any("Share left at the end" in field.label for field in page.number_input)
    widget(page, "number_input", "schedule-every").set_value(7).run()
    found = from_content(draft_of(page).content()).training.schedule
    assert found == Schedule(name="step", every=7)
    widget(page, "selectbox", "schedule-name").select("warmup").run()
    assert bar(page)["ready"], "a warm-up has epochs at once"
    widget(page, "toggle", "reduce_lr_on_plateau").set_value(True).run()
    assert "Learning-rate schedule: A schedule and smaller steps on a plateau" in bar(page)["problem"]
    widget(page, "toggle", "schedule").set_value(False).run()
    assert bar(page)["ready"]


def test_the_rows_of_a_table_travel_only_when_it_is_opened(page: AppTest) -> None:
    widget(page, "selectbox", "preset").select("red-wine-early-stopping").run()
    assert not page.dataframe
    page.session_state["table"] = True
    page.run()
    assert not page.exception
    assert len(page.dataframe[0].value) == 1599


def untrained_in(page: AppTest) -> str | None:
    address: str | None = curves_data(page)["untrained"]["settings"]
    return address


def test_the_page_says_where_the_untrained_network_of_its_settings_is(page: AppTest) -> None:
    first = untrained_in(page)
    assert curves_data(page)["untrained"]["recording"] == f"/recordings/{next(iter(presets()))}"
    widget(page, "number_input", "epochs").set_value(7).run()
    assert untrained_in(page) == first
    assert curves_data(page)["untrained"]["recording"] is None
    widget(page, "number_input", "seed").set_value(7).run()
    assert untrained_in(page) not in (first, None)
    widget(page, "number_input", "epochs").set_value(20_000).run()
    assert untrained_in(page) is None


def test_a_run_that_is_over_gives_way_to_other_settings(kept: Kept) -> None:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.query_params["run"] = kept.run(1.0, 0.5).id
    app.run()
    own = curves_data(app)["untrained"]
    assert (own["settings"], own["differ"]) == (own["run"], False)
    assert not kept.engine.beside_jobs
    widget(app, "number_input", "seed").set_value(7).run()
    other = curves_data(app)["untrained"]
    assert (other["run"], other["differ"]) == (own["run"], True)
    assert len(kept.engine.beside_jobs) == 1
