"""The page Lessons, run as Streamlit runs it: a step's controls, its locks, its check, and what is kept of it."""

import secrets
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from playground.lessons.catalogue import BUNDLED, SETTING, lesson_named
from playground.lessons.reading import FILE
from playground.messages.edits import AddLayer
from playground.messages.requests import Outcome
from playground.messages.wishes import SetLearningRate
from playground.persons import Person
from playground.runs import NotAllowedError, Run
from playground.store import StoreError
from playground.ui.frame.visitor import person
from playground.ui.lessons import address, checking, experiment
from playground.ui.lessons.state import StepVisit
from tests.support.app_requests import ask, bar, curves_data, request
from tests.support.kept_runs import ME, Kept
from tests.support.visits import visit_of

LESSON = "1-single-neuron"


def opened(step: str, lesson: str = LESSON) -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.switch_page("lessons.py")
    app.query_params["lesson"] = lesson
    app.query_params["step"] = step
    app.run()
    assert not app.exception
    return app


def here(page: AppTest, step: str, lesson: str = LESSON) -> StepVisit:
    return visit_of(page).lessons[lesson].step(step)


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def group_of(kept: Kept, page: AppTest, step: str, lesson: str = LESSON) -> tuple[Run, ...]:
    trying = here(page, step, lesson).trying
    assert trying is not None
    group = kept.runs.group(trying.groups[-1])
    assert group is not None
    return group.runs


def test_a_check_trains_the_seeds_gives_the_hint_and_keeps_what_was_reached(kept: Kept) -> None:
    page = opened("train")
    page.number_input[0].set_value(0.001).run()
    press(page, f"check-{LESSON}-train")
    runs = group_of(kept, page, "train")
    assert [run.experiment.training.seed for run in runs] == [0, 1, 2]
    assert {run.experiment.training.optimizer.learning_rate for run in runs} == {0.001}
    for run in runs:
        kept.engine.train(run, 0.8, 0.6)
    page.run()
    assert "Take larger steps" in page.info[0].value
    press(page, f"solution-{LESSON}-train")
    press(page, f"put-{LESSON}-train")
    assert page.number_input[0].value == 0.05
    press(page, f"check-{LESSON}-train")
    for run in group_of(kept, page, "train"):
        kept.engine.train(run, 0.8, 0.08)
    page.run()
    assert "followed the loss downhill" in page.success[0].value
    kept_of = kept.runs.lessons.of(ME)[LESSON, "train"]
    assert (kept_of.tries, kept_of.seen_solution, kept_of.reached_at is not None) == (2, True, True)
    press(page, f"check-{LESSON}-train")
    for run in group_of(kept, page, "train"):
        kept.engine.end(run, "stopped")
    page.run()
    assert "was stopped" in page.warning[0].value
    page.query_params.clear()
    page.run()
    assert any("1 of 5 goals reached" in each.value for each in page.caption)


def test_what_a_step_locks_moves_neither_by_the_page_nor_by_a_message(kept: Kept) -> None:
    page = opened("train")
    assert [each.label for each in page.number_input] == ["Or type it"]
    draft = here(page, "train").draft
    assert draft is not None
    ask(page, request("train"))
    (run,) = [kept.runs.here(run_id) for run_id in kept.engine.hears]
    assert run is not None
    with_layer = experiment._edit(
        _step("by-hand"), here(page, "train"), AddLayer(do="add", type="dense", place=0)
    )
    assert with_layer == Outcome(error="This step holds “Network” where it is.")
    draft.set("training.epochs", 5000)
    page.run()
    refused = request("train")
    ask(page, refused, other := request("seeds"))
    assert "holds “Epochs”" in bar(page)["met"][refused.id]["error"]
    assert "Playground" in bar(page)["met"][other.id]["error"]
    assert len(kept.engine.hears) == 1
    press(page, f"check-{LESSON}-train")
    assert "holds “Epochs”" in page.warning[0].value.replace("\\", "")
    assert len(kept.engine.hears) == 1


def _step(name: str) -> Any:
    shelved = lesson_named(LESSON)
    assert shelved is not None
    assert shelved.lesson is not None
    return shelved.lesson.step(name)


def test_the_learning_rate_of_a_run_cannot_be_changed_where_the_step_holds_it(kept: Kept) -> None:
    for step, holds in (("plane", True), ("train", False)):
        page = opened(step)
        ask(page, asked := request("hold"))
        run = kept.runs.here(bar(page)["met"][asked.id]["run"])
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
    ask(page, asked := request("train"))
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


def reloaded(page: AppTest) -> AppTest:
    again = AppTest.from_file("../../pages/start.py", default_timeout=600)
    again.switch_page("lessons.py")
    for name in page.query_params:
        again.query_params[name] = page.query_params[name]
    again.run()
    assert not again.exception
    return again


def test_what_is_typed_as_check_is_pressed_is_what_is_checked(kept: Kept) -> None:
    page = opened("train")
    page.number_input[0].set_value(0.2)
    press(page, f"check-{LESSON}-train")
    runs = group_of(kept, page, "train")
    assert {run.experiment.training.optimizer.learning_rate for run in runs} == {0.2}
    assert page.button(key=f"check-{LESSON}-train").disabled
    assert "check" in page.query_params
    here(page, "train").wants_check = True  # a second press, before the browser knew
    page.run()
    assert group_of(kept, page, "train") == runs


@pytest.mark.parametrize("step", ["train", "formula"])  # one trains, the other judges at once
def test_a_check_that_another_press_interrupts_is_made_by_the_next_script(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    page = opened(step)
    if step == "formula":
        page.number_input[0].set_value(102.5)
    asked = iter([StopException()])

    def interrupted() -> Person:
        for end in asked:
            raise end
        return person()

    monkeypatch.setattr(checking, "person", interrupted)
    press(page, f"check-{LESSON}-{step}")
    assert here(page, step).trying is None
    page.run()
    assert not page.exception
    if step == "train":
        assert len(group_of(kept, page, step)) == 3
    else:
        assert kept.runs.lessons.of(ME)[LESSON, step].reached_at is not None
    assert not here(page, step).wants_check


def test_what_was_put_in_is_checked_also_where_the_browser_has_not_heard_of_it_yet(kept: Kept) -> None:
    page = opened("formula")
    page.number_input[0].set_value(12.5).run()
    press(page, f"solution-{LESSON}-formula")
    press(page, f"put-{LESSON}-formula")
    # Check sends what the browser still has: the field of before, with what was typed into it.
    page.session_state[f"answer-{LESSON}-formula-0"] = 12.5
    press(page, f"check-{LESSON}-formula")
    assert page.success


def test_a_check_that_is_left_at_once_is_made_and_judged_all_the_same(kept: Kept) -> None:
    page = opened("formula")
    here(page, "formula").answer = 102.5
    here(page, "formula").wants_check = True  # Next was pressed before the script had come to the check
    press(page, "lesson_next")
    assert kept.runs.lessons.of(ME)[LESSON, "formula"].reached_at is not None
    page = opened("train")
    here(page, "train").wants_check = True
    press(page, "lesson_next")
    runs = group_of(kept, page, "train")
    page.multiselect[0].set_value(["sugars", "carbohydrates", "fat"]).run()
    press(page, f"check-{LESSON}-plane")  # one at a time
    assert "still goes on" in page.warning[0].value
    assert page.button(key=f"stop-{LESSON}-train")
    for run in runs:
        kept.engine.train(run, 0.8, 0.08)
    page.run()
    assert here(page, "train").trying is None
    assert kept.runs.lessons.of(ME)[LESSON, "train"].reached_at is not None


def test_a_check_that_is_stopped_while_another_step_is_open_says_so_there(kept: Kept) -> None:
    page = opened("train")
    press(page, f"check-{LESSON}-train")
    runs = group_of(kept, page, "train")
    press(page, "lesson_next")
    for run in runs:
        kept.engine.end(run, "stopped")
    page.run()
    assert ["was stopped" in toast.value for toast in page.toast] == [True]
    assert here(page, "train").trying is None
    press(page, "lesson_back")
    assert "was stopped" in page.warning[0].value


def test_a_browser_that_repeats_the_address_of_the_step_before_does_not_turn_back(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened("train")
    press(page, "lesson_next")
    page.query_params["step"] = "train"  # a run has ended before the browser heard of the next step
    page.run()
    assert page.query_params["step"] == "plane"
    monkeypatch.setattr(address, "_REPEATS", 0.0)  # later it is the browser's way back
    page.query_params["step"] = "train"
    page.run()
    assert page.query_params["step"] == "train"
    assert page.button(key=f"check-{LESSON}-train")


def test_two_runs_of_an_experiment_stand_side_by_side(kept: Kept) -> None:
    page = opened("train")
    for rate in (0.001, 0.2):
        page.number_input[0].set_value(rate).run()
        ask(page, asked := request("train"))
        run = kept.runs.here(bar(page)["met"][asked.id]["run"])
        assert run is not None
        assert not page.toggle
        kept.engine.train(run, 0.8, rate)
    page.run()
    page.toggle[0].set_value(True).run()
    assert not page.exception
    table = page.dataframe[0].value
    assert table["Setting"].tolist()[0] == "Learning rate"
    assert table.iloc[0].tolist()[1:] == ["0.001", "0.2"]


def test_a_reload_goes_on_with_the_check_and_its_settings(kept: Kept) -> None:
    page = opened("train")
    page.number_input[0].set_value(0.001).run()
    press(page, f"check-{LESSON}-train")
    started = group_of(kept, page, "train")
    again = reloaded(page)
    assert group_of(kept, again, "train") == started
    assert again.number_input[0].value == 0.001
    del page.query_params["check"]  # the browser has not heard of it yet
    again = reloaded(page)
    assert group_of(kept, again, "train") == started
    assert again.number_input[0].value == 0.001
    for run in started:
        kept.engine.train(run, 0.8, 0.6)
    again.run()
    assert "Take larger steps" in again.info[0].value
    assert "check" not in again.query_params
    assert here(reloaded(again), "train").trying is None


def test_a_check_that_was_stopped_is_not_gone_on_with(kept: Kept) -> None:
    page = opened("train")
    press(page, f"check-{LESSON}-train")
    for run in group_of(kept, page, "train"):
        kept.engine.end(run, "stopped")
    again = reloaded(page)
    assert "was stopped" in again.warning[0].value
    assert "check" not in again.query_params


def test_a_reload_goes_on_with_what_is_compared_now_and_not_with_what_was_before(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "own"))
    folder = shutil.copytree(BUNDLED / LESSON, tmp_path / "own" / "compares-two")
    text = (folder / FILE).read_text("utf-8")
    goal = 'reach = ["every loss in unit < 37"]'
    assert goal in text
    two = 'reach = ["val_loss < 9 * val_loss of two", "val_loss < 9 * val_loss of wine"]'
    (folder / FILE).write_text(text.replace(goal, two), "utf-8")
    page = opened("train", folder.name)
    press(page, f"check-{folder.name}-train")
    for _ in ("the reader's", "two"):
        for run in group_of(kept, page, "train", folder.name):
            kept.engine.train(run, 0.8, 0.6)
        page.run()
    started = group_of(kept, page, "train", folder.name)
    assert started[0].experiment.data.dataset == "red-wine"
    again = reloaded(page)
    assert group_of(kept, again, "train", folder.name) == started
    named = page.query_params["check"]
    groups = named[0] if isinstance(named, list) else named
    page.query_params["check"] = groups.split(",")[1]  # not the reader's
    assert here(reloaded(page), "train", folder.name).trying is None


def test_a_check_that_cannot_be_read_at_the_moment_stays_in_the_address(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: str) -> None:
        raise StoreError("The database cannot be used at the moment.")

    page = opened("train")
    press(page, f"check-{LESSON}-train")
    started = group_of(kept, page, "train")
    with monkeypatch.context() as patch:
        patch.setattr(kept.runs, "group", away)
        again = reloaded(page)
    assert here(again, "train").trying is None
    again.run()
    assert group_of(kept, again, "train") == started


def test_somebody_elses_check_is_not_taken_over(kept: Kept) -> None:
    page = opened("train")
    press(page, f"check-{LESSON}-train")
    trying = here(page, "train").trying
    assert trying is not None
    group = kept.runs.group(trying.groups[0])
    assert group is not None
    object.__setattr__(group, "owner", "console")
    assert here(reloaded(page), "train").trying is None


def test_an_address_of_no_lesson_leads_to_the_list(kept: Kept) -> None:
    page = opened("train")
    for name in (secrets.token_hex(4), 300 * "a"):
        page.query_params["lesson"] = name
        page.run()
        assert not page.exception
        assert page.button(key=f"open-{LESSON}")
