"""`lesson check --runs`: an answer about which chance may decide is named, and the command ends with 1."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from playground.__main__ import main
from playground.commands import lesson as command
from playground.experiment import Complete
from playground.lessons.attempt import TrainedRun

THRESHOLD = 0.01  # of the guide's lesson


@pytest.mark.parametrize(
    ("spread", "wrong", "named"),
    [
        (0.0005, 0.06, []),
        (0.002, 0.06, ["solution 1"]),  # 2.4 standard deviations from the threshold
        (0.006, 0.06, ["solution 1"]),  # some of its runs do not reach it
        (0.0005, 0.0102, ["wrong answer 1"]),  # half of its runs reach it
    ],
)
def test_an_answer_about_which_chance_may_decide_is_named(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    spread: float,
    wrong: float,
    named: list[str],
) -> None:
    def spreading(experiments: Sequence[Complete]) -> list[TrainedRun]:
        middle = 0.005 if experiments[0].training.optimizer.learning_rate == 0.1 else wrong
        losses = [middle + spread * (-1) ** number for number in range(len(experiments))]
        return [
            TrainedRun(each, {"loss": (1.0, loss), "val_loss": (1.0, loss)}, 1, 1, "finished")
            for each, loss in zip(experiments, losses, strict=True)
        ]

    monkeypatch.setattr(command, "train_here", spreading)
    assert main(["lesson", "check", str(folder), "--quick", "--runs", "10"]) == int(bool(named))
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("”, ")[2].partition(":")[0] for line in lines if line.startswith("✗")] == named
    assert ("Chance may decide about" in lines[-1]) == bool(named)
    kept = json.loads((folder / "measured.json").read_text("utf-8"))
    assert {each["threshold"] for each in kept} == {THRESHOLD}
