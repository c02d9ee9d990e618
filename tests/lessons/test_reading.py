"""Lessons as they are read: the guide's template, and a sentence with file and line for each slip."""

from pathlib import Path

import pytest

from playground.lessons.catalogue import BUNDLED
from playground.lessons.error import LessonError
from playground.lessons.reading import read_lesson


def test_the_template_of_the_guide_is_a_lesson(folder: Path) -> None:
    lesson = read_lesson(folder)
    assert (lesson.name, [step.name for step in lesson.steps]) == ("my-lesson", ["slower"])
    assert lesson.experiments["line"].training.epochs == 50


@pytest.mark.parametrize("path", sorted(BUNDLED.iterdir()), ids=lambda path: path.name)
def test_the_apps_own_lessons_can_be_read(path: Path) -> None:
    assert read_lesson(path).goals


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("minutes = 10", "minutes = ", "cannot be read as TOML"),
        ('about = "', 'abut = "', "abut: there is no such setting"),
        ('about = "', 'abuot = "', "Did you mean “about”?"),
        ("because", 'experiment = "line"\nbecause', "write it before [steps.predict]"),
        (
            'locked = ["training.epochs"]',
            'locked = ["training.learning_rate"]',
            "“training.optimizer.learning_rate”?",
        ),
        ('preset = "single-neuron"', 'table = "1-slower.md"', "which column of 1-slower.md is predicted"),
        ('preset = "single-neuron"', 'preset = "double"', "there is no preset “double”"),
        ('"training.epochs" = 50', '"training.epochs" = -5', "training.epochs: -5 is too small"),
        ('"training.epochs" = 50', 'training.epochs = "x"', "“x” is not a whole number"),
        ('text = "1-slower.md"', 'text = "2.md"', "“2.md” cannot be read"),
        ('text = "1-slower.md"', 'text = "../up.md"', "is no such name"),
        ('locked = ["training.epochs"]', 'locked = ["training.epoch"]', "no setting “training.epoch”"),
        ("median val_loss < 0.01", "median val_loss 0.01", "is no condition"),
        ("median val_loss < 0.01", "val_mae < 0.01", "“val_mae” is not recorded"),
        ("seeds = 3", 'seeds = "3 or 4"', "is not a whole number"),
        ("answer = 2", "answer = 4", "4 is too large; the most is 3"),
        (
            'gives = ["training.optimizer.learning_rate"]',
            'gives = ["training.optimizer", "training.optimizer.learning_rate"]',
            "is given twice",
        ),
        (
            'gives = ["training.optimizer.learning_rate"]',
            'gives = ["training.optimizer.learning_rate", "data.split"]',
            "has no control by itself",
        ),
        ('hint = "too-small"', 'hint = "small"', "there is no hint with the name “small”"),
        (
            '{ "training.optimizer.learning_rate" = 0.1 }',
            '{ "training.epochs" = 90 }',
            "does not give this setting",
        ),
        ("every val_loss of line > 0.5", "every val_loss of lime > 0.5", "there is no experiment “lime”"),
    ],
)
def test_a_slip_is_said_with_its_line(folder: Path, before: str, after: str, says: str) -> None:
    file = folder / "lesson.toml"
    text = file.read_text("utf-8")
    line = text[: text.index(before)].count("\n") + 1
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(LessonError) as caught:
        read_lesson(folder)
    found = [(problem.file, problem.line) for problem in caught.value.problems if says in problem.sentence]
    assert found == [("lesson.toml", line)]


def test_a_link_to_the_glossary_that_leads_nowhere_is_said_with_its_line(folder: Path) -> None:
    text, file = folder / "1-slower.md", folder / "lesson.toml"
    text.write_text("The [rate](glossary#learning-rate),\nand [overfitting](glossary#overfiting).\n", "utf-8")
    toml = file.read_text("utf-8")
    before = "Take larger steps."
    line = toml[: toml.index(before)].count("\n") + 1
    file.write_text(toml.replace(before, "Take [larger steps](/glossary#qqq)."), "utf-8")
    with pytest.raises(LessonError) as caught:
        read_lesson(folder)
    assert [str(problem) for problem in caught.value.problems] == [
        "1-slower.md, line 2: the glossary has no “overfiting”. Did you mean “overfitting”?",
        f"lesson.toml, line {line}: the glossary has no “qqq”.",
    ]


def test_it_is_on_no_own_table_but_those_of_its_folder(folder: Path) -> None:
    file = folder / "lesson.toml"
    text, others = file.read_text("utf-8"), f"upload:{'0' * 64}"
    for before, after in (
        ('"training.epochs" = 50', f'"data.dataset" = "{others}"'),
        ('{ "training.optimizer.learning_rate" = 0.1 }', f'{{ "data.dataset" = "{others}" }}'),
    ):
        given = text.replace('gives = ["', 'gives = ["data", "')
        assert before in given
        file.write_text(given.replace(before, after, 1), "utf-8")
        with pytest.raises(LessonError, match="own table lies in its folder"):
            read_lesson(folder)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("w = 12\n", "w = 22\n", "w is 22, and its slider goes from -10 to 20"),
        ("b = 60\n", "b = -5\n", "b is -5, and its slider goes from 0 to 300"),
        ("w = 12\n", "w = 12.2\n", "w is 12.2, and its slider stops at 12 and 12.5"),
    ],
)
def test_a_line_by_hand_is_one_that_the_sliders_reach(
    folder: Path, before: str, after: str, says: str
) -> None:
    sliders = (
        '[steps.by_hand]\nloss = "mae"\nw = { low = -10, high = 20, step = 0.5, start = 0 }\n'
        "b = { low = 0, high = 300, step = 5, start = 100 }\n\n[steps.goal]"
    )
    file = folder / "lesson.toml"
    text = file.read_text("utf-8").replace("[steps.goal]", sliders)
    text = text.replace('lights = ["train"]', 'shows = ["by_hand"]').replace(
        "median val_loss <", "hand_loss <"
    )
    for number in ("0.1", "0.0001"):
        setting = f'set = {{ "training.optimizer.learning_rate" = {number} }}\n'
        text = text.replace(setting, "w = 12\nb = 60\n")
    file.write_text(text, "utf-8")
    assert read_lesson(folder)
    line = text[: text.index(before)].count("\n") + 1
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(LessonError) as caught:
        read_lesson(folder)
    assert [str(problem) for problem in caught.value.problems] == [f"lesson.toml, line {line}: {says}."]


def test_an_answer_is_one_of_the_choices(folder: Path) -> None:
    file = folder / "lesson.toml"
    text = file.read_text("utf-8").replace("seeds = 3", 'ask = "Which?"\nchoices = ["This", "That"]')
    file.write_text(text.replace("[[steps.goal.solutions]]", "[[steps.goal.solutions]]\nanswer = 3"), "utf-8")
    with pytest.raises(LessonError, match="3 is none of the choices"):
        read_lesson(folder)


@pytest.mark.parametrize(
    ("hostile", "says"),
    [
        ("a = " + "[" * 5_000, "nested too deeply"),
        (f"a = 1{'0' * 5_000}", "cannot be read as TOML"),
        (f"{'a.' * 3_000}a = 1", "at most 200 dots"),
        ("#" * 200_001, "larger than 0.2 MB"),
        (f'["{2_000 * chr(92) + 2_000 * chr(92)}]"] #{60_000 * chr(34)}', "missing"),
        ("a = [\n" + 3_900 * "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',\n" + "]", "missing"),
    ],
    ids=["deep", "digits", "dots", "size", "header", "array"],
)
def test_a_file_that_was_written_to_take_time_takes_none(folder: Path, hostile: str, says: str) -> None:
    (folder / "lesson.toml").write_text(hostile, "utf-8")
    with pytest.raises(LessonError, match=says):
        read_lesson(folder)


@pytest.mark.parametrize(
    ("before", "many", "says"),
    [
        ("[[steps.goal.wrong]]", "[[steps.goal.wrong]]\n" * 200, "at most 200 solutions and wrong answers"),
        ('gives = ["', 'gives = ["' + 'a", "' * 60, "at most 60 items"),
    ],
)
def test_a_lesson_has_so_many_answers_and_settings_and_no_more(
    folder: Path, before: str, many: str, says: str
) -> None:
    file = folder / "lesson.toml"
    file.write_text(file.read_text("utf-8").replace(before, many), "utf-8")
    with pytest.raises(LessonError, match=says):
        read_lesson(folder)


def test_a_condition_among_several_lines_is_found_there(folder: Path) -> None:
    file = folder / "lesson.toml"
    text = file.read_text("utf-8")
    lines = 'reach = [\n  "parameters < 10",\n  "layers of < 3",\n]'
    file.write_text(text.replace('reach = ["median val_loss < 0.01"]', lines), "utf-8")
    with pytest.raises(LessonError) as caught:
        read_lesson(folder)
    at = text[: text.index("reach = ")].count("\n") + 1
    assert [problem.line for problem in caught.value.problems] == [at + 2]


def test_a_slip_in_an_experiment_file_is_said_with_its_line_there(folder: Path) -> None:
    (folder / "wide.json").write_text(
        '{"data": {"dataset": "red-wine"},\n "training": {\n  "epochs": 0}}', "utf-8"
    )
    file = folder / "lesson.toml"
    text = file.read_text("utf-8").replace('preset = "single-neuron"', 'file = "wide.json"')
    before, _, after = text.partition("[experiments.line.set]\n")
    file.write_text(before + after.partition("\n\n")[2], "utf-8")
    with pytest.raises(LessonError) as caught:
        read_lesson(folder)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [("wide.json", 3)]


def test_a_table_of_the_folder_is_the_data_of_an_experiment(folder: Path) -> None:
    rows = "\n".join(f"{x * 7 % 40},{x * 14 % 80 + 1}.5" for x in range(60))
    (folder / "oats.csv").write_text(f"x,y\n{rows}\n", "utf-8")
    file = folder / "lesson.toml"
    text = file.read_text("utf-8").replace('preset = "single-neuron"', 'table = "oats.csv"')
    file.write_text(
        text.replace('"training.epochs" = 50', '"training.epochs" = 50\n"data.target" = "y"'), "utf-8"
    )
    lesson = read_lesson(folder)
    assert lesson.plans()["line"].prepared.inputs == ("x",)
    assert len(lesson.tables) == 1
