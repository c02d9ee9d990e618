"""One feature against the target: points or cells, curves by class, boxes by value, or shares by value."""

from collections.abc import Sequence

import numpy
import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.exploring.shapes import BLUE, ORANGE, ROW, SCALE, class_colour, finish, name_rows
from playground.charts.palette import faint
from playground.datasets.arrays import Floats, Integers
from playground.datasets.exploring.counts import Intervals


def points(x: Floats, y: Floats, means: tuple[Floats, Floats], names: tuple[str, str]) -> go.Figure:
    """A scatter plot with a point for each row, and the mean of y along x.

    Args:
        x, y: (rows,).
        means: the x and y coordinates of the line of means, (points,) each; empty for no line.
        names: the names of x and y.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=x.tolist(),
        y=y.tolist(),
        mode="markers",
        marker={"color": faint(BLUE, 0.55), "size": 5},
        hovertemplate="%{x:,.4~r}<br>%{y:,.4~r}<extra></extra>",
        name="a row",
    )
    return _with_means(figure, means, names)


def cells(
    edges: tuple[Floats, Floats], counts: Integers, means: tuple[Floats, Floats], names: tuple[str, str]
) -> go.Figure:
    """A heat map of the number of rows, with a logarithmic colour scale, and the mean of y along x.

    Args:
        edges: the edges of the cells along x, (nx + 1,), and along y, (ny + 1,).
        counts: the number of rows in each cell, (ny, nx).
        means: the x and y coordinates of the line of means, (points,) each; empty for no line.
        names: the names of x and y.
    """
    figure = go.Figure()
    across, up = edges
    figure.add_heatmap(
        x=((across[:-1] + across[1:]) / 2).tolist(),
        y=((up[:-1] + up[1:]) / 2).tolist(),
        z=numpy.log1p(counts).tolist(),
        customdata=counts.tolist(),
        colorscale=SCALE,
        showscale=False,
        hovertemplate="%{x:,.4~r}<br>%{y:,.4~r}<br>%{customdata:,} rows<extra></extra>",
    )
    return _with_means(figure, means, names)


def by_class(found: Intervals, name: str, classes: Sequence[str]) -> go.Figure:
    """A curve for each class: the share of the class' rows in each interval of a feature.

    Args:
        found: the intervals, with counts of shape (classes, intervals).
        name: the name of the feature.
        classes: the names of the classes.
    """
    figure = go.Figure()
    for index, each in enumerate(classes):
        counts = found.counts[index]
        figure.add_scatter(
            x=found.middles.tolist(),
            y=(counts / max(int(counts.sum()), 1)).tolist(),
            mode="lines+markers",
            line={"color": class_colour(index), "shape": "hvh", "width": 2},
            marker={"size": 1},
            fill="tozeroy",
            fillcolor=faint(class_colour(index), 0.12),
            name=plain(each, 24),
            customdata=counts.tolist(),
            hovertemplate="%{x:,.4~r}<br>%{y:.1%} of this class, %{customdata:,} rows<extra></extra>",
        )
    figure = finish(figure, name, "share of the class")
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    return figure


def boxes(numbers: Floats, values: Sequence[str], names: tuple[str, str]) -> go.Figure:
    """A box plot of the target for each value of a categorical feature.

    Args:
        numbers: the 5, 25, 50, 75 and 95 % quantiles of the target, (values, 5).
        values: the values of the feature.
        names: the names of the feature and of the target.
    """
    figure = go.Figure()
    low, first, middle, third, high = numbers.T
    figure.add_box(
        y=[*range(len(values))],
        q1=first.tolist(),
        median=middle.tolist(),
        q3=third.tolist(),
        lowerfence=low.tolist(),
        upperfence=high.tolist(),
        orientation="h",
        line={"color": BLUE, "width": 1.5},
        fillcolor=faint(BLUE, 0.2),
        showlegend=False,
    )
    return name_rows(finish(figure, names[1], names[0], height=_height(values)), values)


def shares(counts: Integers, values: Sequence[str], name: str, classes: Sequence[str]) -> go.Figure:
    """A bar for each value of a categorical feature, divided by the shares of the classes.

    Args:
        counts: the number of rows, (values, classes).
        values: the values of the feature.
        name: the name of the feature.
        classes: the names of the classes.
    """
    figure = go.Figure()
    totals = numpy.maximum(counts.sum(axis=1), 1)
    for index, each in enumerate(classes):
        figure.add_bar(
            x=(counts[:, index] / totals).tolist(),
            y=list(range(len(values))),
            orientation="h",
            marker={"color": class_colour(index)},
            name=plain(each, 24),
            customdata=counts[:, index].tolist(),
            hovertemplate="%{x:.1%}, %{customdata:,} rows<extra></extra>",
        )
    figure = name_rows(finish(figure, "share of the rows", name, height=_height(values)), values)
    figure.update_layout(barmode="stack")
    figure.update_xaxes(tickformat=".0%")
    return figure


def _with_means(figure: go.Figure, means: tuple[Floats, Floats], names: tuple[str, str]) -> go.Figure:
    if len(means[0]):
        figure.add_scatter(
            x=means[0].tolist(),
            y=means[1].tolist(),
            mode="lines+markers",
            line={"color": ORANGE, "width": 2.5},
            marker={"size": 5},
            name="the mean of the target near by",
            hovertemplate="mean %{y:,.4~r}<extra></extra>",
        )
    return finish(figure, *names)


def _height(values: Sequence[str]) -> int:
    return max(220, 120 + ROW * len(values))
