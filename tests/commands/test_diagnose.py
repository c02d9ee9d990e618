"""`diagnose`: findings of a history file as JSON and as sentences, and a sentence for what cannot be read."""

import json
from pathlib import Path

import pytest

from playground.__main__ import main

RISES = "epoch,loss,val_loss,mae,val_mae,learning_rate\n" + "".join(
    f"{epoch},{0.8**epoch},{0.5 + 0.5 * 0.5**epoch + 0.03 * epoch},0.1,0.1,0.001\n" for epoch in range(20)
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    path.write_text(RISES)
    return path


def test_json_has_kind_epoch_sentence_and_remedy(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(file), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"findings"}
    first = printed["findings"][0]
    assert set(first) == {"kind", "from_epoch", "sentence", "remedy"}
    assert (first["kind"], first["from_epoch"]) == ("overfitting", 4)


def test_without_json_sentences_are_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(file)]) == 0
    assert capsys.readouterr().out.startswith("overfitting: Validation is best in epoch 4")


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no such file"), (b"epoch,accuracy\n1,0.5\n", "no such column"), (b"\xff\xfe\x00", "than text")],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["diagnose", str(path)]) == 2
    assert said in capsys.readouterr().err
