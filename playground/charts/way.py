"""The figure of one row's values in each layer of a network."""

from collections.abc import Sequence

import plotly.graph_objects as go

from playground.charts.exploring.names import plain
from playground.charts.exploring.shapes import DIVERGING
from playground.charts.look import dressed
from playground.evaluation.steps import Step

ACROSS = 64  # values in a line
MOST = 1024  # values of a layer that are drawn
_WIDEST = 8.0  # of a value, where a line holds 1 for each of `ACROSS`
_WRITTEN = 8  # values up to which each is written into its cell
# Pixels: of a title, of a cell where a layer has one line and where it has many, between layers.
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
    dressed(figure, "", "", uirevision="way")
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
    shown, said = [*values, *blank], [*_said(step, len(values)), *blank]
    cut = [slice(line.start, line.start + across) for line in lines]
    figure.add_heatmap(
        z=[shown[each] for each in cut],
        customdata=[said[each] for each in cut],
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


def _said(step: Step, count: int) -> list[str]:
    """What the values are."""
    if step.names:
        return [plain(name) for name in step.names[:count]]
    return [f"value {place + 1:,}" for place in range(count)]


def _title(step: Step) -> str:
    """The layer's title with its settings, the number of zeros and the largest value."""
    said = f"<b>{plain(step.title)}</b> {plain(step.detail) if step.detail else ''}".strip()
    count = len(step.values)
    if step.passes_on:
        return f"{said} · passes all on"
    if count == 1:
        return said
    notes = [f"{step.zeros:,} of {count:,} are 0"] if step.zeros else []
    notes.append(f"the farthest from 0 is {step.farthest:.3g}" if step.farthest else "")
    if count > MOST:
        notes.append(f"the first {MOST:,} of {count:,}")
    return " · ".join([said, *filter(None, notes)])
