"""The judgement of a classifier: confusion matrix, threshold, curves, and the rows of a cell."""

from collections.abc import Sequence

import numpy as np
import pandas
import streamlit as st

from playground.charts import judging
from playground.charts.palette import COLOURS, faint
from playground.components.figure import figure
from playground.datasets.arrays import Integers
from playground.evaluation import curves
from playground.evaluation.answers import Answers, choose
from playground.evaluation.judgement import Judgement
from playground.evaluation.measures import by_class, confusion, measure_title
from playground.mentions import quoted
from playground.ui.frame.markdown import escape
from playground.ui.judge.measures_table import measures_table
from playground.ui.judge.pictures import has_pictures, pictures, wrong_first
from playground.ui.judge.rows_behind import rows_behind

_RIGHT, _WRONG = COLOURS[0], COLOURS[1]


def two_classes(found: Judgement, part: str) -> None:
    """Draws a threshold that changes the matrix, the measures and its point on the curves."""
    answers, classes = found.network[part], found.planned.prepared.classes
    if not answers.finite:
        measures_table(found, part)
        return
    threshold = _threshold(found, answers)
    left, right = st.columns(2)
    with left:
        measures_table(found, part, threshold)
    with right:
        called = choose(answers.predicted, threshold)
        _matrix(found, part, called)
    if len(np.unique(answers.classes)) < 2:
        st.caption(escape("All rows are of one class, so there are no curves."))
        return
    _curves(found, answers, called, classes[1])


def several_classes(found: Judgement, part: str) -> None:
    """Draws the matrix, and precision, recall and F1 by class."""
    answers, classes = found.network[part], found.planned.prepared.classes
    if not answers.finite:
        return
    called = choose(answers.predicted, found.threshold)
    left, right = st.columns(2)
    with left:
        rows = _matrix(found, part, called)
    with right:
        measured = [
            {
                "class": each.name,
                "rows": each.rows,
                **{
                    measure_title(name): found.words(name, each.measures)
                    for name in ("precision", "recall", "f1_score")
                },
            }
            for each in by_class(answers.classes, called, classes)
        ]
        st.dataframe(pandas.DataFrame(measured), hide_index=True, placeholder="", alt="Measures by class")
    if has_pictures(found):
        if rows is None:
            rows = wrong_first(answers, called)
            wrong = int((called != answers.classes).sum())
            st.caption(
                f"First the {wrong:,} called wrongly, the surest first; then those it is least sure of:"
            )
        pictures(found, part, rows, called)


def _threshold(found: Judgement, answers: Answers) -> float:
    classes = found.planned.prepared.classes
    if found.threshold == 0:
        low, high = float(answers.predicted.min()), float(answers.predicted.max())
        ends = (min(low, -1.0), max(high, 1.0))
    else:
        ends = (0.0, 1.0)
    middle = found.threshold
    value: float = st.slider(
        escape(f"Threshold: above it a row is called {quoted(classes[1])}"),
        *ends,
        found.threshold,
        step=0.01,
        key="judge_threshold",
        help="Keras' accuracy takes 0.5, or 0 of a margin. A lower one finds more rows of this class, and calls more "
        "rows so that are not.",
    )
    if value != middle:
        st.caption(f"The sentence above and the simple models keep the threshold {middle:g}.")
    return value


def _matrix(found: Judgement, part: str, called: Integers) -> Integers | None:
    """Draws the confusion matrix and the rows of the chosen cell, unless these are pictures of several classes.

    Returns the indices of its rows.
    """
    answers, classes = found.network[part], found.planned.prepared.classes
    counts = confusion(answers.classes, called, len(classes))
    columns = _distinct([f"called {name}" for name in classes])
    table = pandas.DataFrame(counts, columns=columns)
    table.insert(0, "actually", list(classes))
    picked = st.dataframe(
        table.style.apply(_shades, axis=None, counts=counts),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"judge_matrix-{part}",
        placeholder="",
        alt="How many rows of each class were called what",
    )
    cells = [(row, columns.index(name)) for row, name in picked.selection.cells if name in columns]
    if not cells:
        st.caption("Click a number for the rows behind it.")
        return None
    actual, wanted = cells[0]
    rows = np.flatnonzero((answers.classes == actual) & (called == wanted))
    st.caption(
        escape(f"{len(rows):,} rows are {quoted(classes[actual])} and called {quoted(classes[wanted])}:")
    )
    if has_pictures(found) and len(classes) > 2:
        return rows  # they are drawn as pictures
    what = "margin" if found.threshold == 0 else "probability"
    of = classes[wanted if answers.predicted.ndim == 2 else 1]
    rows_behind(found, part, rows, {f"{what} of {of}": _answer(answers, rows, wanted)}, f"judge_cell-{part}")
    return rows


def _answer(answers: Answers, rows: Integers, wanted: int) -> list[object]:
    """The probability of the class that each row is called; for two classes always that of class 1."""
    values = answers.predicted[rows]
    return list((values if values.ndim == 1 else values[:, wanted]).round(4))


def _shades(table: pandas.DataFrame, counts: Integers) -> pandas.DataFrame:
    """The colours of cells: stronger with more rows; blue if the rows are right."""
    styles = pandas.DataFrame("", index=table.index, columns=table.columns)
    most = max(int(counts.max()), 1)
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            colour = faint(_RIGHT if row == column else _WRONG, round(0.55 * count / most, 3))
            styles.iloc[row, column + 1] = f"background-color: {colour}"
    return styles


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, with a number after a repeated name, because a table's columns need different names."""
    found: list[str] = []
    for name in names:
        found.append(name if name not in found else f"{name} ({len(found) + 1})")
    return found


def _curves(found: Judgement, answers: Answers, called: Integers, positive: str) -> None:
    there = answers.classes == 1
    hits = float((called[there] == 1).mean())
    false = float((called[~there] == 1).mean())
    precision = float(there[called == 1].mean()) if (called == 1).any() else None
    left, middle, right = st.columns(3)
    with left:
        figure(judging.roc(curves.roc(answers), (false, hits)), key="judge_roc", alt="ROC curve")
        st.caption(
            escape(
                f"What share of {quoted(positive)} is found, over what share of the others is called so by mistake."
            )
        )
    with middle:
        chart = judging.precision_recall(
            curves.precision_recall(answers),
            None if precision is None else (hits, precision),
            float(there.mean()),
        )
        figure(chart, key="judge_precision_recall", alt="Precision over recall")
        st.caption(
            escape(
                f"The dotted line: how many of all rows are {quoted(positive)}, which calling all of them so has."
            )
        )
    with right:
        if found.threshold == 0:
            st.caption("A hinge loss makes margins, no probabilities, so there is no calibration.")
            return
        figure(judging.calibration(curves.calibration(answers)), key="judge_calibration", alt="Calibration")
        st.caption("Where the network says 80%, are 80% of the rows so? Larger points stand for more rows.")
