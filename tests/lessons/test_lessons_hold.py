"""The app's own lessons on the real engine: solutions reach their goals, wrong answers get their hints, claims hold."""

import json
import statistics
from itertools import groupby
from pathlib import Path

import pytest

from playground.commands.lesson import train_here
from playground.lessons.catalogue import BUNDLED
from playground.lessons.checking import check
from playground.lessons.last_check import digest_of, last_check
from playground.lessons.measuring import ConditionValues, may_be_chance
from playground.lessons.reading import read_lesson

LESSONS = sorted(BUNDLED.iterdir())


@pytest.mark.slow
def test_a_class_sees_what_the_first_lesson_says() -> None:
    found = list(check(read_lesson(LESSONS[0]), train_here))
    assert [f"{each.where}: {each.sentence}" for each in found if not each.is_right] == []


@pytest.mark.parametrize("folder", LESSONS, ids=lambda path: path.name)
def test_every_lesson_was_checked_as_it_is(folder: Path) -> None:
    """Training all of it takes many minutes, so what came out is kept and the lesson's digest with it."""
    found = last_check(folder)
    assert found is not None
    assert found.digest == digest_of(folder), (
        f"check it again: python -m playground lesson check {folder} --keep"
    )
    assert found.wrong == ()
    lesson = read_lesson(folder)
    answers = [
        len(step.goal.solutions) + len(step.goal.wrong) for step in lesson.goals if step.goal is not None
    ]
    assert len(found.right) == sum(answers) + len(lesson.content.claims)


@pytest.mark.parametrize("file", sorted(BUNDLED.glob("*/measured.json")), ids=lambda path: path.parent.name)
def test_thresholds_lie_far_from_fifty_runs_of_every_solution(file: Path) -> None:
    lesson = read_lesson(file.parent)
    reach = {each.text for step in lesson.goals if step.goal is not None for each in step.goal.reach}
    measured = [ConditionValues(**each) for each in json.loads(file.read_text("utf-8"))]
    for each in measured:
        assert each.condition in reach, "measure again: python -m playground lesson check FOLDER --runs 50"
        assert len(each.values) >= 50
        if each.deviations is not None:
            values = [value for value in each.values if value is not None]
            far = abs(statistics.fmean(values) - each.threshold) / statistics.stdev(values)
            assert each.deviations == pytest.approx(far, rel=1e-3)
    for _, of_answer in groupby(measured, lambda each: (each.step, each.answer)):
        assert not may_be_chance(list(of_answer))
