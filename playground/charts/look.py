"""How all figures look: no background and no text colour of their own, so that they fit a light and a dark page."""

from typing import Any, Final

import plotly.graph_objects as go

from playground.charts.palette import GRID

HEIGHT = 380  # pixels
_SMALL: Final = {"font": {"size": 13}}

# Training and validation look alike in every chart: as in `components/live_curves/panel.js`.
DASHES: Final = {"training": "solid", "validation": "7px,2px"}
WIDTHS: Final = {"training": 1.3, "validation": 2.25}  # pixels


def dressed(figure: go.Figure, x: str, y: str, *, log: bool = False, uirevision: str = "") -> go.Figure:
    """Gives a figure its axes' titles and the common look; zoom is kept while `uirevision` stays the same.

    The browser (`components/figure/`) gives a y axis without a range that of the later values, and a logarithmic axis
    its ticks.
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
        figure.update_xaxes(dtick=1)  # there is no half an epoch
    return figure
