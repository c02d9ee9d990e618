"""Whatever features and classes are called, asking shows their names as text and the download has no formula."""

import csv
import io
from typing import Any

import numpy as np
import pandas
import pytest
from streamlit.testing.v1 import AppTest

from playground.charts import asking as charts
from playground.charts.exploring.names import plain
from playground.evaluation.own_rows import answered, as_csv, rows_for
from playground.experiment.parse import from_content
from playground.plan import Plan, plan
from playground.ui.frame.markdown import escape
from tests.support.hostile import NAMES
from tests.support.own_tables import brought

CLASSES = ("=cmd|' /C calc'!A0", 'a "quoted"\nclass')
FEATURES = tuple(name for name in NAMES if "\n" not in name and "\u202e" not in name)


def table() -> pandas.DataFrame:
    frame = pandas.DataFrame(
        {name: [n + index / 7 for n in range(40)] for index, name in enumerate(FEATURES)}
    )
    return frame.assign(
        **{"@word": [FEATURES[n % 3] for n in range(40)], "target": [CLASSES[n % 2] for n in range(40)]}
    )


@pytest.fixture(scope="module")
def planned() -> Plan:
    content = table().to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
    data = {"dataset": brought(content), "target": "target", "features": [*FEATURES, "@word"]}
    return plan(from_content({"data": data}))


def test_the_download_of_predictions_has_no_formula_in_any_cell(planned: Plan) -> None:
    rows = rows_for(
        planned, table().drop(columns="target").to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode()
    )
    found = answered(planned, rows, lambda x: np.linspace(0, 1, len(x))[:, None])
    assert not rows.wrong
    cells = list(csv.reader(io.StringIO(as_csv(found).decode())))
    assert {len(line) for line in cells} == {len(FEATURES) + 1 + 4}
    assert not [cell for line in cells for cell in line if cell.startswith(("=", "@", "+", "\t", "\r"))]
    predictions = [line[cells[0].index("prediction")] for line in cells[1:]]
    classes = planned.prepared.classes
    assert predictions == [
        f"'{name}" if name.startswith("=") else name for name in (classes[n > 19] for n in range(40))
    ]


def test_the_form_and_its_answer_show_names_as_text(planned: Plan) -> None:
    def script() -> None:
        import streamlit as st

        from playground.evaluation.form import form_of
        from playground.ui.judge import asking
        from playground.ui.judge.form import draw_form

        form = form_of(st.session_state["planned"])
        row, _ = draw_form(form, "run")
        asking._answer(form.planned, st.session_state["predicted"], form, row, None)

    page = AppTest.from_function(script, default_timeout=600)
    page.session_state["planned"] = planned
    page.session_state["predicted"] = np.array([0.9])
    page.run()
    assert not page.exception
    labels = [each.label for each in page.number_input] + [each.label for each in page.selectbox]
    for name in (*FEATURES, "@word"):
        assert len([label for label in labels if label.startswith(f"{escape(name)} :small")]) == 1
    (metric,) = page.metric
    assert metric.value == escape(planned.prepared.classes[1])


def test_no_chart_reads_names_as_markup() -> None:
    values = np.arange(1.0, 1 + len(NAMES))
    shown: list[Any] = [
        charts.importance(NAMES, values, values, NAMES[5]),
        charts.contributions(NAMES, values, values, NAMES[5]),
        charts.along_words(NAMES, dict.fromkeys(CLASSES, values), NAMES[5], NAMES[5], NAMES[5]),
        charts.along_numbers([1, 2], dict.fromkeys(CLASSES, values[:2]), 1.0, NAMES[5], NAMES[5]),
    ]
    for chart in shown:
        chart.update_layout(uirevision="")  # which nobody sees
        assert "<img" not in chart.to_json().replace("\\u003c", "<")
    assert list(shown[0].layout.yaxis.ticktext) == [plain(name, 24) for name in reversed(NAMES)]
