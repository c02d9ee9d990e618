"""How all figures look: no background and no text colour of their own, so that they fit a light and a dark page."""

from typing import Any

import plotly.graph_objects as go

from playground.charts.palette import GRID

HEIGHT = 380  # pixels


def dressed(figure: go.Figure, x: str, y: str, *, log: bool = False, uirevision: str = "") -> go.Figure:
    """Gives a figure its axes' titles and the common look; zoom is kept while `uirevision` stays the same."""
    axis: dict[str, Any] = {"gridcolor": GRID, "zeroline": False, "linecolor": GRID, "automargin": True}
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="closest",
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        xaxis={**axis, "title": {"text": x}},
        yaxis={**axis, "title": {"text": y}, "type": "log" if log else "linear"},
        uirevision=uirevision,
    )
    longest = max((max(trace.x, default=0) for trace in figure.data if trace.x is not None), default=0)
    if x == "epoch" and longest < 10:
        figure.update_xaxes(dtick=1)  # there is no half an epoch
    if log:
        figure.update_yaxes(exponentformat="power", dtick=1, minor={"ticks": "outside"})
    return figure
