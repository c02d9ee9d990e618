"""The judgement of a regression: predicted and actual values, errors, and the rows behind them."""

import numpy as np
import streamlit as st

from playground.charts import judging
from playground.components.figure import figure
from playground.evaluation.answers import meaning_of
from playground.evaluation.judgement import Judgement
from playground.ui.judge.rows_behind import rows_behind


def numbers(found: Judgement, part: str) -> None:
    """Draws predicted against actual values, the errors, and the rows with the largest errors, or the chosen rows."""
    answers, prepared = found.network[part], found.planned.prepared
    if not answers.finite:
        return
    unit = meaning_of(found.planned).unit
    error = answers.predicted - answers.actual
    shown = judging.spread(len(answers))
    left, right = st.columns(2)
    with left:
        chart = judging.predicted_against_actual(
            np.asarray(answers.actual[shown], np.float64), answers.predicted[shown], prepared.target, unit
        )
        chosen = st.plotly_chart(
            chart, key=f"judge_points-{part}", on_select="rerun", selection_mode=("points", "box")
        )
    with right:
        figure(
            judging.errors(error, unit), key=f"judge_errors-{part}", alt="How many rows are off by how much"
        )
    points = [point["point_index"] for point in chosen.selection.points if point["curve_number"] == 1]
    if points:
        rows = shown[points]
        said = (
            f"The {len(points):,} rows chosen in the chart:"
            if len(points) > 1
            else "The row chosen in the chart:"
        )
    else:
        rows = np.argsort(-np.abs(error), kind="stable")
        said = "The rows that are farthest off (click a point in the chart, or draw a box around some, for others):"
    st.caption(said + (f" The chart shows {len(shown):,} rows." if len(shown) < len(answers) else ""))
    more: dict[str, list[object]] = {
        "predicted": answers.predicted[rows].tolist(),
        "actual": answers.actual[rows].tolist(),
        "error": error[rows].tolist(),
    }
    rows_behind(found, part, rows, more, f"judge_rows-{part}")
