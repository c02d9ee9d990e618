"""`lesson check` without training: what is wrong with a lesson's files, and the exit code."""

import json
import shutil
from pathlib import Path

import pytest

from playground.__main__ import main
from playground.commands import lesson as command
from playground.experiment import Complete
from playground.lessons.attempt import TrainedRun
from playground.lessons.catalogue import BUNDLED

LESSON = BUNDLED / "1-single-neuron"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LESSON, tmp_path / LESSON.name))


def change(folder: Path, before: str, after: str) -> int:
    """Changes the lesson; returns the line."""
    file = folder / "lesson.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(before, after, 1), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_an_error_names_file_and_line_and_ends_with_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lesson", "check", str(folder), "--quick"]) == 0
    assert "5 steps" in capsys.readouterr().out
    line = change(folder, 'gives = ["data.features"]', 'gives = ["data.feature"]')
    assert main(["lesson", "check", str(folder), "--quick"]) == 1
    assert capsys.readouterr().out.startswith(f"lesson.toml, line {line}: there is no setting “data.feature”")
    assert main(["lesson", "check", str(folder), "--quick", "--json"]) == 1
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert (problem["file"], problem["line"]) == ("lesson.toml", line)


def test_an_answer_that_comes_out_otherwise_is_named_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def perfect(experiments: list[Complete]) -> list[TrainedRun]:
        curves = {"loss": (0.5, 0.0), "val_loss": (0.5, 0.0)}
        return [TrainedRun(experiment, curves, 1, 1, "finished") for experiment in experiments]

    monkeypatch.setattr(command, "train_here", perfect)
    line = change(folder, "w = 12\nb = 60\n", "w = 4\nb = 100\n")
    assert main(["lesson", "check", str(folder), "--json"]) == 1
    wrong = {each["line"] for each in json.loads(capsys.readouterr().out)["checked"] if not each["right"]}
    assert line - 1 in wrong
