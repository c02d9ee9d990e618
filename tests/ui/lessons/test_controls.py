"""The controls of a step: a widget for each setting that it gives, and no other."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from playground.lessons.catalogue import lesson_named
    from playground.ui.forms.fields import Fields
    from playground.ui.frame.draft import Draft
    from playground.ui.lessons.controls import controls

    shelved = lesson_named("4-overfitting")
    assert shelved is not None
    assert shelved.lesson is not None
    step = shelved.lesson.step("signal-noise")
    begun = shelved.lesson.experiment_of(step)
    assert begun is not None
    draft = st.session_state.setdefault("draft", Draft(begun, scope="here-"))
    controls(step, draft, None, Fields())


def test_a_step_that_gives_two_options_of_a_toy_has_a_widget_for_each() -> None:
    page = AppTest.from_function(_page, default_timeout=600).run()
    assert not page.exception
    assert [field.label for field in page.number_input] == ["Noise %", "Points"]
    assert not page.button
    page.number_input[0].set_value(50).run()
    assert page.session_state["draft"].data.options == {"points": 60, "noise": 50}


def _locked(*, stops: bool) -> None:
    from playground.experiment import Data, EarlyStopping, Experiment, Training
    from playground.lessons.model import Step
    from playground.plan import plan
    from playground.ui.lessons.controls import locked_settings

    paths = ("training.epochs", "training.early_stopping", "training.early_stopping.patience")
    step = Step(name="s", title="S", text="s.md", locked=paths)
    training = Training(epochs=30, early_stopping=EarlyStopping(patience=7) if stops else None)
    locked_settings(step, plan(Experiment(data=Data(dataset="iris"), training=training)).experiment)


def _caption_of_locked(*, stops: bool) -> str:
    page = AppTest.from_function(_locked, default_timeout=600, kwargs={"stops": stops}).run()
    assert not page.exception
    return page.caption[0].value.replace("\\", "")


def test_locked_settings_of_a_section_stand_together_and_once() -> None:
    said = _caption_of_locked(stops=True)
    assert said.startswith(
        ":gray[:material/lock:] Epochs **30** · :gray[:material/lock:] Early stopping: watch **"
    )
    assert said.count("patience") == 1
    assert _caption_of_locked(stops=False).endswith("Early stopping **off**")
