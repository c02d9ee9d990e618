"""A changed setting draws its own section and what depends on it, as the server runs it; the rest stays."""

from collections import Counter
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.experiment import Branch
from playground.messages.edits import RemoveLayer
from playground.ui.forms.check import check_draft
from playground.ui.forms.layer_edits import edit_layers
from playground.ui.frame.markdown import escape
from playground.ui.train import results, settings
from tests.support.alone import alone
from tests.support.app_requests import ask, bar, curves_data, request
from tests.support.kept_runs import PRESET, Kept
from tests.support.visits import draft_of

FORMS = {"data_form", "network_form", "training_form"}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each form and the picture were drawn."""
    counts: Counter[str] = Counter()

    def count(module: Any, name: str) -> None:
        draw = getattr(module, name)

        def counted(*args: Any, **named: Any) -> Any:
            counts[name] += 1
            return draw(*args, **named)

        monkeypatch.setattr(module, name, counted)

    for name in FORMS:
        count(settings, name)
    count(results, "live_curves")
    return counts


@pytest.fixture
def page(drawn: Counter[str]) -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600).run()
    widget(app, "selectbox", "preset").select(PRESET).run()
    assert not app.exception
    drawn.clear()
    return app


def widget(page: AppTest, kind: str, name: str) -> Any:
    """The one widget whose key is `name` in the present generation."""
    return next(w for w in page.get(kind) if w.key in (name, draft_of(page).key(name)))


def link(page: AppTest) -> Any:
    """The experiment that the browser's address is told."""
    parts = [part.proto for part in page.get("bidi_component")]
    return next(part.json for part in parts if part.component_name == "address_bar")


def test_a_setting_of_training_draws_no_other_section(page: AppTest, drawn: Counter[str]) -> None:
    before = link(page)
    with alone(page, "training"):
        widget(page, "number_input", "epochs").set_value(7).run()
    assert draft_of(page).training.epochs == 7
    assert drawn == {"training_form": 1, "live_curves": 1}
    assert link(page) != before
    assert any(each.label == "Preset · changed" for each in page.selectbox)
    assert any("7 epochs" in caption.value for caption in page.caption)


def test_a_setting_of_a_layer_draws_the_network_and_its_picture(page: AppTest, drawn: Counter[str]) -> None:
    layer = draft_of(page).layers[0]
    with alone(page, "network"):
        widget(page, "number_input", f"units-{layer.id}").set_value(33).run()
    assert drawn == {"network_form": 1, "live_curves": 1}
    assert any("396" in caption.value for caption in page.caption)
    assert curves_data(page)["stack"]["layers"][0]["fields"][0]["value"] == 33


def test_another_split_draws_the_data_alone(page: AppTest, drawn: Counter[str]) -> None:
    with alone(page, "data"):
        widget(page, "number_input", "split_seed").set_value(4).run()
    assert drawn == {"data_form": 1, "live_curves": 1}


def test_another_data_set_draws_all_sections(page: AppTest, drawn: Counter[str]) -> None:
    with alone(page, "data"):
        widget(page, "selectbox", "dataset").select("iris").run()
    assert drawn.keys() >= FORMS
    assert bar(page)["ready"]
    assert widget(page, "selectbox", "loss-multiclass").value == "categorical_crossentropy"


def test_an_edit_of_a_layer_in_the_picture_draws_its_row_anew(page: AppTest, drawn: Counter[str]) -> None:
    gone = draft_of(page).layers[-1]
    edit_layers(
        draft_of(page), RemoveLayer(do="remove", layer=gone.id)
    )  # as the callback of the picture does
    with alone(page, "results"):
        page.run()
    assert drawn["network_form"] == 1
    assert all(row.key != draft_of(page).key(f"remove-{gone.id}") for row in page.button)


def test_a_preset_draws_the_whole_page(page: AppTest, drawn: Counter[str]) -> None:
    with alone(page, "above"):
        widget(page, "selectbox", "preset").select("spiral").run()
    assert drawn.keys() >= FORMS
    assert widget(page, "selectbox", "dataset").value == "spiral"


def test_a_press_of_train_draws_no_form(page: AppTest, drawn: Counter[str], kept: Kept) -> None:
    with alone(page, "results"):
        ask(page, request("train"))
    (run,) = kept.engine.hears
    assert drawn == {"live_curves": 1}
    assert curves_data(page)["run"] == run
    assert page.get("page_link")[0].proto.query_string == f"run={run}"


def test_a_sentence_about_a_setting_of_another_section_is_drawn_there(page: AppTest) -> None:
    draft = draft_of(page)
    planned = check_draft(draft).plan
    assert planned is not None
    draft.branch = Branch(experiment=planned.experiment, epoch=1)
    page.run()
    with alone(page, "data"):
        next(each for each in page.multiselect if (each.key or "").startswith("features-")).unselect(
            "pH"
        ).run()
    (problem,) = check_draft(draft).problems
    assert problem.field == "branch"
    assert any(escape(problem.sentence) in text.value for text in page.markdown)
