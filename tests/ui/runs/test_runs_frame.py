"""The table of runs as data: who is listed, what is compared with what, and the file for a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.store import Summary
from playground.ui.runs.runs_frame import Filters, as_csv, filter_rows, frame, measures

ROW = Summary(
    id="0" * 32,
    title="Wine",
    name="",
    note="",
    starred=False,
    started_at=1.8e9,
    state="finished",
    reason="",
    dataset="red-wine",
    target="quality",
    layers="512-512",
    loss="mae",
    optimizer="adam",
    learning_rate=0.001,
    batch_size=None,
    monitor="val_loss",
    best_value=0.1,
    best_epoch=3,
    epochs=5,
    seconds=1.5,
    parameters=9,
    parent=None,
    group=None,
    cell="",
)


def found(filters: Filters, *rows: Summary) -> list[str]:
    return [str(name) for name in filter_rows(frame(rows), filters)["called"]]


def test_a_run_is_called_by_its_name_else_by_its_title_and_what_it_stands_for_in_its_group() -> None:
    rows = [ROW._replace(name="mine", cell="seed 1"), ROW._replace(cell="seed 1"), ROW]
    assert found(Filters(), *rows) == ["mine", "Wine · seed 1", "Wine"]


@pytest.mark.parametrize("text", ["512 WINE", "adam finished", "  quality"])
def test_every_word_has_to_stand_somewhere(text: str) -> None:
    assert found(Filters(text), ROW) == ["Wine"]
    assert found(Filters(text + " nowhere"), ROW) == []


def test_filters_go_together() -> None:
    rows = [ROW, ROW._replace(title="Iris", dataset="iris", state="failed", starred=True)]
    assert found(Filters(datasets=("iris",), states=("failed",), starred=True), *rows) == ["Iris"]
    assert found(Filters(datasets=("red-wine",), states=("failed",)), *rows) == []


def test_a_measure_is_said_in_words_and_found_by_them() -> None:
    rows = [
        ROW,
        ROW._replace(title="Metric", monitor="val_mae", loss="mse"),
        ROW._replace(title="Training", monitor="loss", loss=""),
    ]
    assert frame(rows)["measure"].tolist() == [
        "validation loss · mean absolute error",
        "validation mean absolute error",
        "training loss",
    ]
    assert found(Filters("mean absolute"), *rows) == ["Wine", "Metric"]
    assert found(Filters("mse"), *rows) == ["Metric"]


def test_no_runs_are_a_table_too() -> None:
    assert found(Filters("any", ("iris",), ("failed",), True)) == []
    assert measures(frame([])) == []
    assert len(as_csv(frame([])).decode("utf-8-sig").splitlines()) == 1


def test_losses_and_data_make_measures_of_their_own_but_a_metric_does_not_ask_for_the_loss() -> None:
    mse = ROW._replace(loss="mse")
    assert len(measures(frame([ROW, ROW]))) == 1
    assert len(measures(frame([ROW, mse]))) == 2
    assert len(measures(frame([row._replace(monitor="val_r2") for row in (ROW, mse)]))) == 1
    assert len(measures(frame([ROW, ROW._replace(dataset="iris")]))) == 2
    assert len(measures(frame([ROW, mse._replace(best_value=None)]))) == 1


@given(st.text(), st.text(), st.text())
def test_no_text_that_a_person_typed_begins_like_a_formula(name: str, note: str, title: str) -> None:
    typed = {"name": name, "note": note, "title": title}
    written = as_csv(frame([ROW._replace(**typed)])).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    for field, text in typed.items():
        assert not row[field].lstrip().startswith(("=", "+", "-", "@"))
        assert row[field] in (text, "'" + text)


def test_the_file_tells_everything_and_times_in_utc() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv(frame([ROW])).decode("utf-8-sig")))
    assert (row["started_at"], row["batch_size"], row["best_value"]) == ("2027-01-15T08:00:00Z", "", "0.1")
