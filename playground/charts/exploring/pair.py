"""Scatter plots of two columns, coloured by the target."""

from collections.abc import Sequence

import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.exploring.shapes import class_colour, finish
from playground.charts.palette import mark
from playground.datasets.arrays import Floats, Integers

_SIZE = 6


def pair_by_number(
    x: Floats, y: Floats, target: Floats, names: tuple[str, str], target_name: str
) -> go.Figure:
    """A point for each row, (rows,), whose colour is the target's value, from dark blue (low) to yellow (high)."""
    figure = go.Figure()
    figure.add_scatter(
        x=x.tolist(),
        y=y.tolist(),
        mode="markers",
        marker={
            "color": target.tolist(),
            "colorscale": "Cividis",
            "size": _SIZE,
            "line": {"width": 0.4, "color": "rgba(128, 140, 148, 0.7)"},
            "colorbar": {"title": {"text": plain(target_name, 24), "side": "right"}, "thickness": 12},
        },
        customdata=target.tolist(),
        hovertemplate="%{x:,.4~r}<br>%{y:,.4~r}<br>target %{customdata:,.4~r}<extra></extra>",
        showlegend=False,
    )
    return finish(figure, *names)


def pair_by_class(
    x: Floats, y: Floats, codes: Integers, classes: Sequence[str], names: tuple[str, str]
) -> go.Figure:
    """A point for each row, (rows,), whose colour and mark are the class'; `codes` are indices of `classes`."""
    figure = go.Figure()
    for index, each in enumerate(classes):
        own = codes == index
        figure.add_scatter(
            x=x[own].tolist(),
            y=y[own].tolist(),
            mode="markers",
            marker={"color": class_colour(index), "symbol": mark(index), "size": _SIZE, "opacity": 0.75},
            name=plain(each, 24),
            hovertemplate="%{x:,.4~r}<br>%{y:,.4~r}<extra></extra>",
        )
    return finish(figure, *names)
