"""The distribution of the values of one column."""

from collections.abc import Sequence

import plotly.graph_objects as go

from playground.charts.exploring.shapes import BLUE, ROW, bar_line, finish, name_rows
from playground.datasets.exploring.counts import Intervals


def number_distribution(name: str, found: Intervals) -> go.Figure:
    """A histogram of a column of numbers."""
    figure = go.Figure()
    figure.add_bar(
        x=found.middles.tolist(),
        y=found.counts.tolist(),
        width=found.width,
        marker={"color": BLUE, "line": bar_line()},
        customdata=list(zip(found.edges[:-1].tolist(), found.edges[1:].tolist(), strict=True)),
        hovertemplate="%{customdata[0]:,.4~r} to %{customdata[1]:,.4~r}<br>%{y:,} rows<extra></extra>",
        showlegend=False,
    )
    return finish(figure, name, "rows")


def class_distribution(name: str, values: Sequence[str], counts: Sequence[int]) -> go.Figure:
    """A bar for each value of a categorical column, in the given order, the first at the top."""
    total = sum(counts) or 1
    figure = go.Figure()
    figure.add_bar(
        x=list(counts),
        y=list(range(len(values))),
        orientation="h",
        marker={"color": BLUE},
        text=[f"{count:,} ({count / total:.1%})" for count in counts],
        textposition="auto",
        hovertemplate="%{x:,} rows<extra></extra>",
        showlegend=False,
    )
    return name_rows(finish(figure, "rows", name, height=max(160, 90 + ROW * len(values))), values)
