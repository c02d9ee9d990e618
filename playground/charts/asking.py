"""Figures of what a network was asked: how its answer changes along a feature."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.exploring.shapes import BLUE, ORANGE, ROW, class_colour, finished, name_rows
from playground.datasets.arrays import Floats

_HEIGHT = 300  # pixels


def along_numbers(
    x: Sequence[object], answers: Mapping[str, Floats], at: object | None, feature: str, predicted: str
) -> go.Figure:
    """A line for each answer over a feature of numbers or dates.

    Args:
        x: (points,), ascending.
        answers: (points,) each, by name.
        at: where the row lies; None where its value is missing.
        feature, predicted: titles of the axes.
    """
    figure = go.Figure()
    for place, (name, values) in enumerate(answers.items()):
        figure.add_scatter(
            x=list(x),
            y=values.tolist(),
            mode="lines",
            line={"color": class_colour(place), "width": 2},
            name=plain(name),
            showlegend=len(answers) > 1,
            hovertemplate="%{x}<br>%{y:,.4~r}<extra></extra>",
        )
    if at is not None:
        figure.add_vline(x=at, line={"color": ORANGE, "dash": "dot", "width": 2})
    return finished(figure, feature, predicted, height=_HEIGHT)


def along_words(
    choices: Sequence[str], answers: Mapping[str, Floats], at: str | None, feature: str, predicted: str
) -> go.Figure:
    """A bar for each answer at each choice of a feature of categories; `at` is the row's own choice."""
    figure = go.Figure()
    for place, (name, values) in enumerate(answers.items()):
        colours = [ORANGE if choice == at else BLUE for choice in choices]
        figure.add_bar(
            x=values.tolist(),
            y=list(range(len(choices))),
            orientation="h",
            marker={"color": colours if len(answers) == 1 else class_colour(place)},
            name=plain(name),
            showlegend=len(answers) > 1,
            hovertemplate="%{x:,.4~r}<extra></extra>",
        )
    height = max(_HEIGHT, 90 + ROW * len(choices) * (1 if len(answers) == 1 else 2))
    return name_rows(finished(figure, predicted, feature, height=height), choices)
