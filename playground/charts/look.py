"""The common look of all figures: no background and no text colour, so that they fit a light and a dark page."""

from typing import Any, Final

import plotly.graph_objects as go

from playground.charts.palette import GRID

HEIGHT = 380  # pixels
_SMALL: Final = {"font": {"size": 13}}

# The lines of training and validation in every chart, the same as in `components/live_curves/panel.js`.
DASHES: Final = {"training": "solid", "validation": "7px,2px"}
WIDTHS: Final = {"training": 1.3, "validation": 2.25}  # pixels


def style(figure: go.Figure, x: str, y: str, *, log: bool = False, uirevision: str = "") -> go.Figure:
    """Gives a figure the titles of its axes and the common look, and returns it.

    The browser (`components/figure/`) sets the range of a y axis without one from the later values, and the ticks of a
    logarithmic axis.

    Args:
        figure: the figure, which is changed.
        x, y: the titles of the axes.
        log: whether the y axis is logarithmic.
        uirevision: Plotly keeps a person's zoom while this text is the same.
    """
    axis: dict[str, Any] = {
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": GRID,
        "automargin": True,
        "separatethousands": True,
        "exponentformat": "e",
        "minexponent": 6,
    }
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="closest",
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        xaxis={**axis, "title": {"text": x, **_SMALL}},
        yaxis={**axis, "title": {"text": y, **_SMALL}, "type": "log" if log else "linear"},
        uirevision=uirevision,
    )
    longest = max((max(trace.x, default=0) for trace in figure.data if trace.x is not None), default=0)
    if x == "epoch" and longest < 10:
        figure.update_xaxes(dtick=1)  # no ticks at fractions of an epoch
    return figure
