"""The check of a step of a lesson: whatever is pressed, left, stopped or loaded anew, it is made once and judged."""

import shutil
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import StopException

from playground.lessons.catalogue import BUNDLED, SETTING
from playground.lessons.reading import FILE
from playground.persons import Person
from playground.store import StoreError
from playground.ui.frame.visitor import person
from playground.ui.lessons import checking
from tests.support.kept_runs import ME, Kept
from tests.support.lesson_page import LESSON, group_of, here, opened, press, reloaded


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
def test_a_check_whose_script_is_ended_is_made_by_the_next_one(
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
        patch.setattr(kept.runs.groups, "get", away)
        again = reloaded(page)
    assert here(again, "train").trying is None
    again.run()
    assert group_of(kept, again, "train") == started


def test_somebody_elses_check_is_not_taken_over(kept: Kept) -> None:
    page = opened("train")
    press(page, f"check-{LESSON}-train")
    trying = here(page, "train").trying
    assert trying is not None
    group = kept.runs.groups.get(trying.groups[0])
    assert group is not None
    object.__setattr__(group, "owner", "console")
    assert here(reloaded(page), "train").trying is None
