"""Figures that explain a network: its prediction along a feature, contributions, and importance of columns."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.exploring.shapes import BLUE, ORANGE, ROW, class_colour, finish, name_rows
from playground.charts.palette import COLOURS, GRID
from playground.datasets.arrays import Floats

_HEIGHT = 300  # pixels
_LINES = COLOURS[5]  # of standard errors, on light and dark pages; Plotly's own colour suits only light pages


def along_numbers(
    x: Sequence[object], answers: Mapping[str, Floats], at: object | None, feature: str, predicted: str
) -> go.Figure:
    """A line for each output of the network over a feature of numbers or dates.

    Args:
        x: the values of the feature, (points,), ascending.
        answers: the predictions of each output, (points,), by the output's name.
        at: the row's own value of the feature; None if it is missing.
        feature, predicted: the titles of the axes.
    """
    figure = go.Figure()
    for index, (name, values) in enumerate(answers.items()):
        figure.add_scatter(
            x=list(x),
            y=values.tolist(),
            mode="lines",
            line={"color": class_colour(index), "width": 2},
            name=plain(name),
            showlegend=len(answers) > 1,
            hovertemplate="%{x}<br>%{y:,.4~r}<extra></extra>",
        )
    if at is not None:
        figure.add_vline(x=at, line={"color": ORANGE, "dash": "dot", "width": 2})
    return finish(figure, feature, predicted, height=_HEIGHT)


def along_words(
    choices: Sequence[str], answers: Mapping[str, Floats], at: str | None, feature: str, predicted: str
) -> go.Figure:
    """A bar for each output of the network at each value of a categorical feature.

    Args:
        choices: the values of the feature.
        answers: the predictions of each output, (choices,), by the output's name.
        at: the row's own value of the feature; None if it is missing.
        feature, predicted: the titles of the axes.
    """
    figure = go.Figure()
    for index, (name, values) in enumerate(answers.items()):
        colours = [ORANGE if choice == at else BLUE for choice in choices]
        figure.add_bar(
            x=values.tolist(),
            y=list(range(len(choices))),
            orientation="h",
            marker={"color": colours if len(answers) == 1 else class_colour(index)},
            name=plain(name),
            showlegend=len(answers) > 1,
            hovertemplate="%{x:,.4~r}<extra></extra>",
        )
    height = max(_HEIGHT, 90 + ROW * len(choices) * (1 if len(answers) == 1 else 2))
    return name_rows(finish(figure, predicted, feature, height=height), choices)


def contributions(names: Sequence[str], added: Floats, errors: Floats, predicted: str) -> go.Figure:
    """A bar for the contribution of each column to a prediction, the largest at the top.

    Args:
        names: the names of the columns, with their values in the row.
        added: the contributions, (columns,).
        errors: their standard errors, (columns,).
        predicted: the prediction's name in the title of the axis.
    """
    order = np.argsort(-np.abs(added), kind="stable")
    figure = go.Figure()
    figure.add_bar(
        x=added[order].tolist(),
        y=list(range(len(order))),
        orientation="h",
        marker={"color": [BLUE if value >= 0 else ORANGE for value in added[order]]},
        error_x=_error_bars(errors[order]),
        hovertemplate="%{x:+,.4~r}<extra></extra>",
        showlegend=False,
    )
    figure = finish(figure, f"added to {predicted}", "", height=90 + ROW * len(order))
    figure.add_vline(x=0, line={"color": GRID, "width": 1})
    return name_rows(figure, [names[index] for index in order])


def importance(names: Sequence[str], means: Floats, spreads: Floats, measure: str) -> go.Figure:
    """A bar for the permutation importance of each column, the most important at the top.

    Args:
        names: the names of the columns.
        means: how much worse the measure is with the column shuffled, the mean over shuffles, (columns,).
        spreads: the spread over shuffles, (columns,).
        measure: the title of the axis.
    """
    order = np.argsort(-means, kind="stable")
    figure = go.Figure()
    figure.add_bar(
        x=means[order].tolist(),
        y=list(range(len(order))),
        orientation="h",
        marker={"color": BLUE},
        error_x=_error_bars(spreads[order]),
        customdata=spreads[order].tolist(),
        hovertemplate="%{x:,.4~r} ± %{customdata:,.4~r}<extra></extra>",
        showlegend=False,
    )
    figure = finish(figure, measure, "", height=90 + ROW * len(order))
    return name_rows(figure, [names[index] for index in order])


def _error_bars(sizes: Floats) -> Mapping[str, Any]:
    return {
        "array": sizes.tolist(),
        "visible": bool(sizes.any()),
        "color": _LINES,
        "thickness": 2,
        "width": 4,
    }
