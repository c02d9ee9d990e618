"""The program beside a model reads the table that the network has learned from, and all that this app writes of it."""

import csv
import io
import runpy
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from playground.datasets import load
from playground.evaluation.own_rows import answered, as_csv, rows_for
from playground.experiment.parse import from_content
from playground.export.model import raw_model, save
from playground.export.program import predict_script
from playground.export.script import script
from playground.network.backend import keras, tf
from playground.network.model import untrained
from playground.plan import Plan, plan
from tests.support.own_tables import brought

ROWS = range(60)
MONTHS = ("Jan", "Feb", "Mar")
# Names and words that a spreadsheet would compute; some have the mark already.
HOSTILE = {
    "=size": [f"{n * 1.5}" for n in ROWS],
    "'=size": [f"{n % 7}" for n in ROWS],
    # Two of these have an input of their own.
    "@place": [("=here", "=here", "'=here", "+there", "+there", "far")[n % 6] for n in ROWS],
    "-many": [f"={n % 12}" for n in ROWS],
    "unused": ["=1"] * 60,
    "+class": [("=1+1", "-a", "@b")[n % 3] for n in ROWS],
}
GERMAN = {
    "Größe": [f"{1 + n}.{n:03},5 €" for n in ROWS],
    "Anteil": [f"{n - 20},5%".replace("-", "–") for n in ROWS],
    "Größe ": [f"{n % 5}" for n in ROWS],  # the name stands twice
    "Lage": [("Süd", " Nord", "n/a")[n % 3] for n in ROWS],
    "Tag": [f"{1 + n % 28}.{1 + n % 12}.{20 + n % 3}" for n in ROWS],
    "Preis": [f"{n * 7 % 31},25" for n in ROWS],
}
PLAIN = {
    "size": [f"{n * 1.5}" if n % 5 else "NA" for n in ROWS],
    "place": [("north", "south")[n % 2] for n in ROWS],
    "price": [f"{n * 7 % 31}" for n in ROWS],
}


def written(columns: Mapping[str, Sequence[str]], *, header: bool = True, **how: Any) -> str:
    """The table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, **{"lineterminator": "\n", **how})
    writer.writerows([list(columns)] * header)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


# The file of a table, and what an experiment says of it.
TABLES: dict[str, tuple[bytes, dict[str, Any]]] = {
    "names and words that are formulas": (
        written(HOSTILE).encode(),
        {"target": "+class", "most_categories": 2, "features": [*list(HOSTILE)[:4]]},
    ),
    "semicolons, units, thousands and German days": (
        written(GERMAN, delimiter=";").encode("cp1252"),
        {
            "target": "Preis",
            "missing": "fill",
            "features": ["Größe", "Größe (2)", "Anteil", "Lage", "Tag"],
            "encoding": {"Tag": "date_parts"},
            "reading": {"encoding": "cp1252", "doubtful": "keep"},
        },
    ),
    "minus signs behind and thousands in pairs": (
        written(
            {
                "change": [f"{n + 1},234.56{'-' * (n % 2)}" for n in ROWS],
                "less": [f"{n}.5{'-' * (n % 2)}" for n in ROWS],
                "worth": [f"{10 + n % 80},34,{100 + n}.5" for n in ROWS],
                "price": [n * 7 % 31 for n in ROWS],
            }
        ).encode(),
        {"target": "price", "reading": {"doubtful": "keep"}},
    ),
    "a title above, UTF-16 and tabs": (
        ("A table of mine\n\n" + written(PLAIN, delimiter="\t")).encode("utf-16"),
        {"target": "price", "missing": "fill", "reading": {"doubtful": "keep"}},
    ),
    "no header": (
        written(PLAIN, header=False).encode(),
        {"target": "column 3", "missing": "fill", "reading": {"header": False, "doubtful": "keep"}},
    ),
    "other quotes": (
        written({**PLAIN, "place": ["a, b", "it's"] * 30}, quotechar="'").encode(),
        {"target": "price", "missing": "fill", "reading": {"quote": "'", "doubled": True, "delimiter": ","}},
    ),
    "runs of spaces": (
        "\n".join("   ".join(row) for row in zip(*([k, *v] for k, v in PLAIN.items()), strict=True)).encode(),
        {"target": "price", "missing": "fill", "reading": {"doubtful": "keep"}},
    ),
    "months as words": (
        written({**PLAIN, "day": [f"{1 + n % 28} {MONTHS[n % 3]} 20{10 + n % 9}" for n in ROWS]}).encode(),
        {"target": "price", "missing": "fill", "encoding": {"day": "date_parts"}},
    ),
}


def planned_of(name: str) -> Plan:
    content, data = TABLES[name]
    return plan(from_content({"data": {"dataset": brought(content), **data}, "training": {"epochs": 1}}))


def files_of(planned: Plan, content: bytes) -> dict[str, bytes]:
    """The table as it was, as it goes with a script, and with the predictions of its rows."""

    def network(x: Any) -> Any:
        return np.full((len(x), planned.prepared.outputs), 0.25, np.float32)

    (table,) = script(planned).files.values()
    rows = rows_for(planned, content)
    return {"own": content, "of the script": table, "predictions": as_csv(answered(planned, rows, network))}


@pytest.mark.parametrize("name", TABLES)
def test_the_program_reads_the_own_table_and_every_file_that_is_made_of_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = planned_of(name)
    seen: dict[str, Any] = {}

    def answers(rows: Mapping[str, Any]) -> Any:
        seen.update(rows)
        count = len(next(iter(rows.values())))
        return tf.zeros((count, planned.prepared.outputs))

    monkeypatch.setattr(keras.models, "load_model", lambda _path: answers)
    monkeypatch.chdir(tmp_path)
    Path("p.py").write_text(predict_script(planned, "model.keras", "p.py"), "utf-8")
    frame = load(planned.experiment.data)
    for which, content in files_of(planned, TABLES[name][0]).items():
        Path("rows.csv").write_bytes(content)
        monkeypatch.setattr(sys, "argv", ["p.py", "rows.csv"])
        runpy.run_path("p.py")
        assert seen, which
        for column, values in seen.items():
            source, _, part = column.rpartition(": ")
            found = values.numpy()[:, 0]
            if source in frame:
                days = frame[source].dt
                expected = days.day_of_week if part == "weekday" else getattr(days, part)
                np.testing.assert_array_equal(found, expected, which)
            elif found.dtype == object:
                words = frame[column].astype(object).where(frame[column].notna(), "")
                assert [word.decode() for word in found] == words.tolist(), which
            else:
                np.testing.assert_array_equal(found, frame[column], which)
        seen.clear()


def test_what_the_app_writes_of_a_table_it_reads_as_that_table() -> None:
    for name in TABLES:
        planned = planned_of(name)
        files = files_of(planned, TABLES[name][0])
        own = rows_for(planned, files.pop("own")).frame
        for which, content in files.items():
            pandas.testing.assert_frame_equal(rows_for(planned, content).frame, own, obj=f"{name}: {which}")


def test_a_class_that_is_a_formula_is_an_answer_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = planned_of("names and words that are formulas")
    monkeypatch.chdir(tmp_path)
    network = untrained(planned.experiment, planned.prepared)
    save(raw_model(planned, network.get_weights()), planned, tmp_path / "model.keras")
    Path("p.py").write_text(predict_script(planned, "model.keras", "p.py"), "utf-8")
    (table,) = script(planned).files.values()
    Path("rows.csv").write_bytes(table)
    monkeypatch.setattr(sys, "argv", ["p.py", "rows.csv"])
    runpy.run_path("p.py")
    said = pandas.read_csv(io.StringIO(capsys.readouterr().out))
    prepared = planned.prepared
    assert sorted(said) == ["'-a", "'=1+1", "'@b", "prediction"]
    assert list(said)[1:] == [f"'{name}" for name in prepared.classes]
    expected = np.asarray(
        network(prepared.scale_inputs(prepared.encoding.matrix(load(planned.experiment.data))))
    )
    np.testing.assert_allclose(said.drop(columns="prediction"), expected, rtol=1e-5)
    assert b"\n=" not in table.replace(b",", b"\n").replace(b'"', b"")  # nor in a column that is not used
    assert set(said["prediction"]) <= {"'=1+1", "'-a", "'@b"}
