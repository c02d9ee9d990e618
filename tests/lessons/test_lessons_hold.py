"""The app's own lessons on the real engine: solutions reach their goals, wrong answers get their hints, claims hold."""

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
