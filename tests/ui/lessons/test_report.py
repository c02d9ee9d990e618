"""The report that a person hands in."""

from playground.lessons.catalogue import BUNDLED
from playground.lessons.reading import read_lesson
from playground.runs.lesson_progress import StepProgress
from playground.ui.lessons.report import report


def test_a_report_has_a_row_for_each_goal_with_what_was_reached() -> None:
    lesson = read_lesson(BUNDLED / "1-single-neuron")
    done = {
        (lesson.name, "formula"): StepProgress(2, True, 1_800_000_000.0),
        (lesson.name, "train"): StepProgress(1),
        ("another", "train"): StepProgress(5, False, 1.0),
    }
    said = report([lesson], done)
    assert "1 of 5 goals reached." in said
    assert "| What a neuron computes | 2027-01-15 08:00 | 2 | yes |" in said
    assert "| Now let it train | no | 1 | no |" in said
    assert said.count("| no | 0 | no |") == 3
