"""Figures of an evaluation: predicted against actual values, errors, and the curves of a binary task."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.charts.exploring.shapes import BLUE, ORANGE, finish
from playground.charts.palette import COLOURS, GRID, faint
from playground.datasets.arrays import Floats, Integers
from playground.evaluation.curves import Calibration, Curve
from playground.mentions import short

MOST_POINTS = 4_000  # of a chart: with more, zooming is slow
_BINS = 40
_GREY = COLOURS[5]
_HEIGHT = 320  # pixels


def spread(rows: int) -> Integers:
    """The indices of at most `MOST_POINTS` evenly spread rows, (points,)."""
    chosen: Integers = np.arange(0, rows, max(1, -(-rows // MOST_POINTS)))
    return chosen


def predicted_against_actual(actual: Floats, predicted: Floats, target: str, unit: str) -> go.Figure:
    """A scatter plot with a point for each row and a diagonal for exact predictions.

    Args:
        actual, predicted: (rows,), in `unit`.
        target: the name of the target.
        unit: the unit of the target; "" for none.
    """
    figure = go.Figure()
    both = np.concatenate([actual, predicted])
    ends = [float(both.min()), float(both.max())]
    _diagonal(figure, ends, "exact")
    figure.add_scatter(
        x=actual.tolist(),
        y=predicted.tolist(),
        mode="markers",
        marker={"color": faint(BLUE, 0.55), "size": 6},
        hovertemplate="actual %{x:,.4~r}<br>predicted %{y:,.4~r}<extra></extra>",
        name="a row",
    )
    return finish(figure, _with_unit(f"actual {short(target, 24)}", unit), "predicted", height=_HEIGHT)


def errors(error: Floats, unit: str) -> go.Figure:
    """A histogram of the errors, predicted minus actual, (rows,), in `unit`."""
    counts, edges = np.histogram(error, bins=_BINS)
    figure = go.Figure()
    figure.add_bar(
        x=((edges[:-1] + edges[1:]) / 2).tolist(),
        y=counts.tolist(),
        width=float(edges[1] - edges[0]),
        marker={"color": faint(BLUE, 0.6), "line": {"width": 0.5, "color": GRID}},
        hovertemplate="off by %{x:,.4~r}<br>%{y:,} rows<extra></extra>",
    )
    figure.add_vline(x=0, line={"color": _GREY, "dash": "dash", "width": 1})
    return finish(figure, _with_unit("predicted minus actual", unit), "rows", height=_HEIGHT)


def roc(curve: Curve, at: tuple[float, float]) -> go.Figure:
    """The ROC curve; `at` is (false-positive rate, true-positive rate) at the current threshold."""
    figure = _curve(curve, at, "AUC")
    _diagonal(figure, [0, 1], "by chance")
    return _shares(figure, "false-positive rate", "true-positive rate (recall)")


def precision_recall(curve: Curve, at: tuple[float, float] | None, share: float) -> go.Figure:
    """The precision-recall curve.

    Args:
        curve: precision over recall.
        at: (recall, precision) at the current threshold; None if no row is predicted as class 1.
        share: the share of rows of class 1, which is the precision of a guess.
    """
    figure = _curve(curve, at, "average precision")
    figure.add_hline(y=share, line={"color": _GREY, "dash": "dot", "width": 1})
    return _shares(figure, "recall", "precision")


def calibration(found: Calibration) -> go.Figure:
    """The reliability diagram: the share of class 1 over its predicted probability; the diagonal is exact."""
    figure = go.Figure()
    _diagonal(figure, [0, 1], "exact")
    most = max(int(found.rows.max()), 1)
    figure.add_scatter(
        x=found.predicted.tolist(),
        y=found.actual.tolist(),
        mode="lines+markers",
        line={"color": BLUE, "width": 2},
        marker={"size": (6 + 12 * np.sqrt(found.rows / most)).tolist()},
        customdata=found.rows.tolist(),
        hovertemplate="predicted %{x:.0%}<br>actually %{y:.0%} of %{customdata:,} rows<extra></extra>",
        name="network",
    )
    return _shares(figure, "predicted probability", "actual share")


def _diagonal(figure: go.Figure, ends: list[float], name: str) -> None:
    figure.add_scatter(
        x=ends,
        y=ends,
        mode="lines",
        line={"color": _GREY, "dash": "dot", "width": 1},
        hoverinfo="skip",
        name=name,
    )


def _curve(curve: Curve, at: tuple[float, float] | None, area: str) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=curve.x.tolist(),
        y=curve.y.tolist(),
        mode="lines",
        line={"color": BLUE, "width": 2},
        name=f"{area} {curve.area:.3f}",
        hovertemplate="%{x:.1%}<br>%{y:.1%}<extra></extra>",
    )
    if at is not None:
        figure.add_scatter(
            x=[at[0]],
            y=[at[1]],
            mode="markers",
            marker={"color": ORANGE, "size": 12},
            name="threshold",
            hovertemplate="%{x:.1%}<br>%{y:.1%}<extra>at the threshold</extra>",
        )
    return figure


def _shares(figure: go.Figure, x: str, y: str) -> go.Figure:
    figure = finish(figure, x, y, height=_HEIGHT)
    axis: dict[str, Any] = {"range": [-0.03, 1.03], "tickformat": ".0%"}
    return figure.update_layout(xaxis=axis, yaxis=axis)


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name
