"""Common parts of the figures of a table: colours by class, colour scales, and the look."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.look import style
from playground.charts.palette import COLOURS, GRID, colour, faint

BLUE, ORANGE = COLOURS[0], COLOURS[1]
# From 0 to 1; it begins transparent, with the page's own colour.
SCALE = [[0.0, faint(BLUE, 0.0)], [0.001, faint(BLUE, 0.12)], [1.0, faint(BLUE, 1.0)]]
# From -1 over transparent to 1; not fully opaque, so that numbers in the page's text colour stay readable.
DIVERGING = [
    [0.0, faint(ORANGE, 0.7)],
    [0.5, faint(ORANGE, 0.0)],
    [0.5, faint(BLUE, 0.0)],
    [1.0, faint(BLUE, 0.7)],
]
ROW = 26  # pixels of a horizontal bar or box
MANY = 12  # most classes with their own colour


def finish(figure: go.Figure, x: str, y: str, *, height: int | None = None) -> go.Figure:
    """Gives a figure the common look and the titles of its axes, which may be any texts from a table."""
    figure = style(figure, plain(x) if x else "", plain(y) if y else "", uirevision=f"{x} {y}")
    if height is not None:
        figure.update_layout(height=height)
    return figure


def name_rows(figure: go.Figure, values: Sequence[str]) -> go.Figure:
    """Names the horizontal bars or boxes at y = 0, 1, 2 …, from the top down; the names may be any texts."""
    figure.update_yaxes(
        tickvals=list(range(len(values))),
        ticktext=[plain(value, 24) for value in values],
        autorange="reversed",
        showgrid=False,
    )
    return figure


def class_colour(index: int) -> str:
    """The colour of the class with an index."""
    return colour(index)


def bar_line() -> Mapping[str, object]:
    """The thin line around a bar, which separates it from its neighbours."""
    return {"width": 0.5, "color": GRID}
