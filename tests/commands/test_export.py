"""`export` and `predict`: what is taken away of a run, and the rows of a table put through it."""

import ast
import io
import json
from pathlib import Path

import nbformat
import pandas
import pytest
from nbclient import NotebookClient

from playground.__main__ import main
from playground.datasets.card import DATA_FOLDER
from playground.experiment.parse import from_content
from playground.network.backend import tf


def test_a_run_is_taken_away_in_every_form(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "script": "a.py",
        "notebook": "a.ipynb",
        "model": "a.keras",
        "history": "a.csv",
        "experiment": "a.json",
        "report": "a.html",
    }
    for way, name in files.items():
        assert main(["export", run[:8], "--as", way, "-o", str(tmp_path / name)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert {Path(line).name for line in said} == {*files.values(), "cereals.csv", "predict_a.py"}
    ast.parse((tmp_path / "a.py").read_text())
    history = pandas.read_csv(tmp_path / "a.csv")
    assert list(history) == ["epoch", "loss", "val_loss", "learning_rate"]
    assert list(history["epoch"]) == [1, 2, 3]
    report = (tmp_path / "a.html").read_text()
    assert "mean absolute error" in report
    assert report.count("<svg") == 3  # loss, predicted values, the network
    again = from_content(json.loads((tmp_path / "a.json").read_text()))
    assert again.data.features == ("sugars", "manufacturer")

    rows = str(DATA_FOLDER / "cereals.csv")
    predictions = []
    for model in (str(tmp_path / "a.keras"), run):
        assert main(["predict", model, rows, "-o", str(tmp_path / "out.csv")]) == 0
        predictions.append(pandas.read_csv(tmp_path / "out.csv")["prediction"])
    assert len(predictions[0]) == len(pandas.read_csv(rows))
    pandas.testing.assert_series_equal(*predictions, rtol=1e-5)


def test_tensorboard_finds_the_curves_under_the_names_of_keras(run: str, tmp_path: Path) -> None:
    assert main(["export", run, "--as", "tensorboard", "-o", str(tmp_path)]) == 0
    found = {
        (part, value.tag, event.step): tf.make_ndarray(value.tensor).item()
        for part in ("train", "validation")
        for file in (tmp_path / part).iterdir()
        for event in tf.compat.v1.train.summary_iterator(str(file))
        for value in event.summary.value
    }
    assert main(["export", run, "--as", "history", "-o", str(tmp_path / "a.csv")]) == 0
    history = pandas.read_csv(tmp_path / "a.csv", index_col="epoch")
    for epoch, row in history.iterrows():
        assert found["train", "epoch_loss", epoch] == pytest.approx(row["loss"])
        assert found["validation", "epoch_loss", epoch] == pytest.approx(row["val_loss"])
        assert found["train", "epoch_learning_rate", epoch] == pytest.approx(0.05)


@pytest.mark.slow
def test_the_notebook_runs_in_jupyter(run: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    assert main(["export", run, "--as", "notebook", "-o", str(path)]) == 0
    found = nbformat.read(path, as_version=4)
    nbformat.validate(found)
    NotebookClient(found, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert len(pandas.read_csv(tmp_path / "history.csv")) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["export", "no-such", "--as", "script", "-o", "x.py"], "there is no run with this id"),
        (["export", "iris.json", "--as", "script", "-o", "."], "this is a folder"),
        (["predict", "none.keras", "rows.csv"], "cannot be loaded: it is not there"),
        (["predict", "x.keras", "none.csv"], "cannot be read (No such file or directory)"),
    ],
)
def test_a_wrong_request_is_refused_with_a_sentence(
    run: str,
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("sugars\n1\n")
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err


def test_a_row_that_the_model_cannot_take_is_named(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.csv"
    for content, sentence in (
        ("sugars,manufacturer\n1,K\nmany,K\n", "row 2 has “many”, and the model takes numbers here (line 3"),
        ("sugars\n1\n", "manufacturer: the table has no such column"),
    ):
        rows.write_text(content)
        assert main(["predict", run, str(rows)]) == 2
        assert sentence in capsys.readouterr().err


def test_rows_are_read_however_they_are_written_and_those_in_doubt_are_told(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, found = tmp_path / "rows.csv", []
    for content in ("sugars,manufacturer\n6.5,K\n3,N\n", "more;manufacturer;sugars\n-;K;6,5\n-;N;3\n"):
        rows.write_text(content)
        assert main(["predict", run, str(rows)]) == 0
        found.append(capsys.readouterr())
    assert found[0].out == found[1].out
    assert "Read with delimiter ';', decimal sign ','." in found[1].err
    assert len(pandas.read_csv(io.StringIO(found[0].out)).columns) == 1
    rows.write_text("sugars,manufacturer\n6.5,K\n3,=nobody\n")
    assert main(["predict", run, str(rows)]) == 0
    said = capsys.readouterr()
    assert "Line 3: manufacturer: “=nobody” is in no training row" in said.err
    table = pandas.read_csv(io.StringIO(said.out))
    assert table["line"].tolist() == [2, 3]
    assert table["doubt"].notna().tolist() == [False, True]


def test_no_file_of_a_person_is_written_over(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cereals.csv").write_text("mine")
    assert main(["export", run, "--as", "script", "-o", str(tmp_path / "a.py")]) == 2
    assert (tmp_path / "cereals.csv").read_text() == "mine"
    assert "another file has this name already" in capsys.readouterr().err
