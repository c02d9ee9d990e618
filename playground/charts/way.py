"""The figure of one row's values in each layer of a network."""

from collections.abc import Sequence

import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.exploring.shapes import DIVERGING
from playground.charts.look import style
from playground.evaluation.steps import Step

ACROSS = 64  # most values in a line
MOST = 1024  # most values of a layer in the figure
_WIDEST = 8.0  # the largest width of a cell, if a line of `ACROSS` cells has the width `ACROSS`
_WRITTEN = 8  # most values of a layer whose cells contain their numbers
# Heights in pixels: a title, a cell of a layer with one line, a cell of a layer with several lines, a gap.
_HEAD, _CELL, _THIN, _GAP = 22, 24, 12, 10


def way(steps: Sequence[Step]) -> go.Figure:
    """Lines of cells for each layer, the first layer at the top: positive values blue, negative values orange.

    The strongest colour of a layer belongs to its value farthest from 0. A layer that passes all values on has no
    cells.
    """
    figure, top = go.Figure(), 0.0
    for step in steps:
        figure.add_annotation(
            text=_title(step),
            x=0,
            y=top,
            xanchor="left",
            yanchor="top",
            showarrow=False,
            borderpad=0,
        )
        top += _HEAD
        if not step.passes_on:
            top = _cells(figure, step, top)
        top += _GAP
    style(figure, "", "", uirevision="way")
    figure.update_layout(height=int(top) + 16, showlegend=False)
    figure.update_xaxes(range=[0, ACROSS], visible=False, fixedrange=True)
    figure.update_yaxes(range=[top, 0], visible=False, fixedrange=True)
    return figure


def _cells(figure: go.Figure, step: Step, top: float) -> float:
    """Draws the values of a layer below `top`, in pixels; returns the lower edge."""
    values = step.values[:MOST].tolist()
    across = min(len(values), ACROSS)
    lines = [range(begin, min(begin + across, len(values))) for begin in range(0, len(values), across)]
    width, height = min(ACROSS / across, _WIDEST), _CELL if len(lines) == 1 else _THIN
    most = abs(step.farthest) or 1.0
    written = len(values) <= _WRITTEN
    blank = [None] * (len(lines) * across - len(values))
    shown, titles = [*values, *blank], [*_titles(step, len(values)), *blank]
    cut = [slice(line.start, line.start + across) for line in lines]
    figure.add_heatmap(
        z=[shown[each] for each in cut],
        customdata=[titles[each] for each in cut],
        x0=width / 2,
        dx=width,
        y0=top + height / 2,
        dy=height,
        zmin=-most,
        zmax=most,
        colorscale=DIVERGING,
        showscale=False,
        xgap=1,
        ygap=1,
        hoverongaps=False,
        meta="text",
        textfont={"size": 12},
        texttemplate="%{z:.3~g}" if written else None,
        hovertemplate="%{customdata}: %{z:.4~g}<extra></extra>",
    )
    return top + height * len(lines)


def _titles(step: Step, count: int) -> list[str]:
    """The titles of the first `count` values."""
    if step.names:
        return [plain(name) for name in step.names[:count]]
    return [f"value {index + 1:,}" for index in range(count)]


def _title(step: Step) -> str:
    """The layer's title with its settings, the number of zeros and the largest value."""
    title = f"<b>{plain(step.title)}</b> {plain(step.detail) if step.detail else ''}".strip()
    count = len(step.values)
    if step.passes_on:
        return f"{title} · passes all values on"
    if count == 1:
        return title
    notes = [f"{step.zeros:,} of {count:,} are 0"] if step.zeros else []
    notes.append(f"the farthest from 0 is {step.farthest:.3g}" if step.farthest else "")
    if count > MOST:
        notes.append(f"the first {MOST:,} of {count:,}")
    return " · ".join([title, *filter(None, notes)])
