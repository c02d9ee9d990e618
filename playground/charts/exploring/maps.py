"""Heat maps of a whole table: correlations, and shares of missing values."""

from collections.abc import Sequence

import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.exploring.shapes import BLUE, DIVERGING, SCALE, finish
from playground.datasets.arrays import Floats

_CELL = 26  # pixels
_WRITTEN = 14  # most columns with which the cells contain their correlations


def correlation_map(table: Floats, names: Sequence[str]) -> go.Figure:
    """The correlation of each pair of columns, (columns, columns), from -1 (orange) over 0 (no colour) to 1 (blue)."""
    figure = go.Figure()
    size = len(names)
    figure.add_heatmap(
        z=table.tolist(),
        x=list(range(size)),
        y=list(range(size)),
        zmin=-1,
        zmax=1,
        colorscale=DIVERGING,
        xgap=1,
        ygap=1,
        meta="text",
        textfont={"size": 12},
        texttemplate="%{z:.2f}" if size <= _WRITTEN else None,
        colorbar={"thickness": 12, "tickvals": [-1, -0.5, 0, 0.5, 1]},
        customdata=[[f"{plain(one)} and {plain(other)}" for other in names] for one in names],
        hovertemplate="%{customdata}<br>%{z:.3f}<extra></extra>",
    )
    figure = finish(figure, "", "", height=max(300, 160 + _CELL * size))
    ticks = {
        "tickvals": list(range(size)),
        "ticktext": [plain(name, 18) for name in names],
        "showgrid": False,
    }
    figure.update_xaxes(**ticks, tickangle=-45)
    figure.update_yaxes(**ticks, autorange="reversed")
    figure.update_layout(minreducedwidth=140 + 20 * size)
    return figure


def missing_map(starts: Floats, shares: Floats, names: Sequence[str]) -> go.Figure:
    """The share of missing values in each block of rows.

    Args:
        starts: the index of the first row of each block, (blocks,).
        shares: from 0 to 1, (blocks, columns).
        names: the names of the columns.
    """
    figure = go.Figure()
    figure.add_heatmap(
        z=shares.tolist(),
        x=list(range(len(names))),
        y=(starts + 1).tolist(),
        zmin=0,
        zmax=1,
        colorscale=SCALE,
        xgap=1,
        colorbar={"thickness": 12, "tickformat": ".0%", "outlinecolor": BLUE},
        customdata=[[plain(name) for name in names]] * len(starts),
        hovertemplate="%{customdata}<br>from row %{y:,}<br>%{z:.0%} missing<extra></extra>",
    )
    figure = finish(figure, "", "row", height=420)
    figure.update_xaxes(
        tickvals=list(range(len(names))),
        ticktext=[plain(name, 18) for name in names],
        tickangle=-45,
        showgrid=False,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_layout(minreducedwidth=120 + 14 * len(names))
    return figure
