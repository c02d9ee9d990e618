"""The app's own lessons on the real engine: solutions reach their goals, wrong answers get their hints, claims hold."""

import json
import statistics
from pathlib import Path

import pytest

from playground.commands.lesson import train_here
from playground.lessons.checking import check
from playground.lessons.library import BUNDLED
from playground.lessons.reading import read_lesson


@pytest.mark.slow
@pytest.mark.parametrize("folder", sorted(BUNDLED.iterdir()), ids=lambda path: path.name)
def test_a_class_sees_what_the_lesson_says(folder: Path) -> None:
    found = list(check(read_lesson(folder), train_here))
    assert [f"{each.where}: {each.sentence}" for each in found if not each.is_right] == []


@pytest.mark.parametrize("file", sorted(BUNDLED.glob("*/measured.json")), ids=lambda path: path.parent.name)
def test_thresholds_lie_far_from_fifty_runs_of_every_solution(file: Path) -> None:
    lesson = read_lesson(file.parent)
    reach = {each.text for step in lesson.goals if step.goal is not None for each in step.goal.reach}
    for each in json.loads(file.read_text("utf-8")):
        assert each["condition"] in reach, "measure again: python -m playground lesson check FOLDER --runs 50"
        values = [value for value in each["values"] if value is not None]
        if each["answer"].startswith("solution"):
            assert abs(statistics.fmean(values) - each["threshold"]) >= 4 * statistics.stdev(values)
            assert each["share"] == 1
        else:
            assert each["share"] <= 0.1
        assert len(each["values"]) >= 50
