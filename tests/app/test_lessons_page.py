"""The page Lessons, run as Streamlit runs it: a step's controls, its locks, its runs, and its address."""

import secrets
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from playground.lessons.catalogue import lesson_named
from playground.messages.edits import AddLayer
from playground.messages.requests import Outcome
from playground.messages.wishes import SetLearningRate
from playground.runs import NotAllowedError
from playground.ui.lessons import address, experiment
from tests.support.app_requests import ask, bar, curves_data, request
from tests.support.kept_runs import ME, Kept
from tests.support.lesson_page import LESSON, here, opened, press


def test_what_a_step_locks_moves_neither_by_the_page_nor_by_a_message(kept: Kept) -> None:
    page = opened("train")
    assert [each.label for each in page.number_input] == ["Or type it"]
    draft = here(page, "train").draft
    assert draft is not None
    ask(page, request("train"), of=here(page, "train"))
    (run,) = [kept.runs.in_memory(run_id) for run_id in kept.engine.hears]
    assert run is not None
    with_layer = experiment._edit(
        _step("by-hand"), here(page, "train"), AddLayer(do="add", type="dense", index=0)
    )
    assert with_layer == Outcome(error="This step holds “Network” where it is.")
    draft.set("training.epochs", 5000)
    page.run()
    refused = request("train")
    ask(page, refused, other := request("seeds"), of=here(page, "train"))
    assert "holds “Epochs”" in bar(page)["met"][refused.id]["error"]
    assert "Playground" in bar(page)["met"][other.id]["error"]
    assert len(kept.engine.hears) == 1
    press(page, f"check-{LESSON}-train")
    assert "holds “Epochs”" in page.warning[0].value.replace("\\", "")
    assert len(kept.engine.hears) == 1


def _step(name: str) -> Any:
    listed = lesson_named(LESSON)
    assert listed is not None
    assert listed.lesson is not None
    return listed.lesson.step(name)


def test_the_learning_rate_of_a_run_cannot_be_changed_where_the_step_holds_it(kept: Kept) -> None:
    for step, holds in (("plane", True), ("train", False)):
        page = opened(step)
        ask(page, asked := request("hold"), of=here(page, step))
        run = kept.runs.in_memory(bar(page)["met"][asked.id]["run"])
        assert run is not None
        wish = SetLearningRate(value=0.5)
        if holds:
            with pytest.raises(NotAllowedError, match="holds the learning rate"):
                kept.runs.steering.ask(run, wish, ME)
        else:
            kept.runs.steering.ask(run, wish, ME)


def test_a_line_by_hand_and_an_answer_are_judged_without_a_run(kept: Kept) -> None:
    page = opened("by-hand")
    here(page, "by-hand").hand = (-2.0, 200.0)
    press(page, f"check-{LESSON}-by-hand")
    assert "which way the points rise" in page.info[0].value
    here(page, "by-hand").hand = (4.0, 100.0)
    press(page, f"check-{LESSON}-by-hand")
    assert page.success
    press(page, "lesson_back")
    page.number_input[0].set_value(12.5).run()
    press(page, f"check-{LESSON}-formula")
    assert "What does the neuron add" in page.info[0].value
    assert not kept.engine.hears


def test_a_reload_brings_back_the_run_and_its_settings(kept: Kept) -> None:
    page = opened("train")
    page.number_input[0].set_value(0.2).run()
    ask(page, asked := request("train"), of=here(page, "train"))
    run = bar(page)["met"][asked.id]["run"]
    assert here(page, "train").predicted
    here(page, "train").predicted = False  # as in another step with the same experiment
    page.run()
    assert not here(page, "train").predicted
    again = AppTest.from_file("../../pages/start.py", default_timeout=600)
    again.switch_page("lessons.py")
    for name in ("lesson", "step", "trained"):
        again.query_params[name] = page.query_params[name]
    again.run()
    assert not again.exception
    assert curves_data(again)["run"] == run
    assert again.number_input[0].value == 0.2
    assert here(again, "train").predicted
    kept.runs.get(run).owner = "console"  # type: ignore[union-attr]  # another person's is not shown
    other = AppTest.from_file("../../pages/start.py", default_timeout=600)
    other.switch_page("lessons.py")
    other.query_params["lesson"], other.query_params["trained"] = LESSON, run
    other.query_params["step"] = "train"
    other.run()
    assert curves_data(other)["run"] is None


def test_a_browser_that_repeats_the_address_of_the_step_before_does_not_turn_back(kept: Kept) -> None:
    page = opened("train")
    press(page, "lesson_next")
    for _ in range(2):
        page.query_params["step"] = (
            "train"  # two messages were sent before the browser heard of the next step
        )
        page.run()
        assert page.query_params["step"] == "plane"
    page.run()  # the browser has heard of it
    page.query_params["step"] = "train"  # hence this is where the person wants to go
    page.run()
    assert page.query_params["step"] == "train"
    assert page.button(key=f"check-{LESSON}-train")


def test_the_browsers_way_back_is_no_repetition(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened("train")
    press(page, "lesson_next")
    monkeypatch.setattr(address, "by_history", lambda: True)
    page.query_params["step"] = "train"
    page.run()
    assert page.query_params["step"] == "train"


def test_train_pressed_a_moment_before_another_step_is_opened_trains_the_step_that_it_was_pressed_in(
    kept: Kept,
) -> None:
    page = opened("train")
    train = here(page, "train")
    train.requests = [request("train")]
    press(page, "lesson_next")
    assert page.query_params["step"] == "plane"
    (run,) = [kept.runs.in_memory(run_id) for run_id in kept.engine.hears]
    assert run is not None
    assert train.draft is not None
    assert run.experiment.data.features == train.draft.data.features == ("sugars",)
    assert train.requests == []
    assert (train.predicted, here(page, "plane").predicted) == (True, False)
    assert curves_data(page)["run"] is None


def test_two_runs_of_an_experiment_stand_side_by_side(kept: Kept) -> None:
    page = opened("train")
    for rate in (0.001, 0.2):
        page.number_input[0].set_value(rate).run()
        ask(page, asked := request("train"), of=here(page, "train"))
        run = kept.runs.in_memory(bar(page)["met"][asked.id]["run"])
        assert run is not None
        assert not page.toggle
        kept.engine.train(run, 0.8, rate)
    page.run()
    page.toggle[0].set_value(True).run()
    assert not page.exception
    table = page.dataframe[0].value
    assert table["Setting"].tolist()[0] == "Learning rate"
    assert table.iloc[0].tolist()[1:] == ["0.001", "0.2"]


def test_an_address_of_no_lesson_leads_to_the_list(kept: Kept) -> None:
    page = opened("train")
    for name in (secrets.token_hex(4), 300 * "a"):
        page.query_params["lesson"] = name
        page.run()
        assert not page.exception
        assert page.button(key=f"open-{LESSON}")
