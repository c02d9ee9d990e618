"""The curves of runs in one chart: training as solid lines, validation dashed, and a mark at the best epoch."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from playground.charts.look import DASHES, WIDTHS, style
from playground.charts.palette import colour, mark
from playground.charts.thinning import thin
from playground.number_words import number

By = Literal["epoch", "batch", "seconds"]
BY: dict[By, str] = {"epoch": "epoch", "batch": "batches seen", "seconds": "seconds of training"}


@dataclass(frozen=True)
class Line:
    """The curves of a run.

    Attributes:
        label: the run's name in the legend.
        colour_index: the index of its colour in the palette.
        validation, training: a value for each epoch; index 0 is the untrained network.
        elapsed: the seconds of training at the end of each epoch; index 0 is 0.
        batches: the number of batches of an epoch; None if it is not known yet.
        best_epoch: the epoch to mark on the validation curve; None for no mark.
    """

    label: str
    colour_index: int
    validation: Sequence[float]
    training: Sequence[float] = ()
    elapsed: Sequence[float] = ()
    batches: int | None = None
    best_epoch: int | None = None


def curves(lines: Sequence[Line], name: str, *, by: By = "epoch", log: bool = False) -> go.Figure:
    """Draws the curves of the quantity `name` (without `val_`) of all runs.

    Args:
        lines: the runs.
        name: the name of the quantity.
        by: the x axis.
        log: whether the y axis is logarithmic.
    """
    figure = go.Figure()
    alone = len(lines) == 1
    for line in lines:
        for rows, values in (("training", line.training), ("validation", line.validation)):
            at, shown = positions(line, values, by)
            if len(at):
                figure.add_scatter(
                    x=at.tolist(), y=shown.tolist(), **_look(line, rows, shown, name, by, alone=alone)
                )
        _mark_best(figure, line, name, by, alone=alone)
    axis = f"{name} (log)" if log else name
    return style(figure, BY[by], axis, log=log, uirevision=f"{name}-{by}-{log}")


def _look(
    line: Line, rows: str, values: NDArray[np.float64], name: str, by: By, *, alone: bool
) -> dict[str, Any]:
    """The look of a curve: that of the live chart for a run `alone`; else the run's colour."""
    label = escape(line.label)
    return {
        "mode": "lines",
        "name": rows if alone else label,
        "legendgroup": rows if alone else str(line.colour_index),
        "showlegend": alone or rows == "validation",
        "meta": rows if alone else None,
        "line": {"color": colour(line.colour_index), "width": WIDTHS[rows], "dash": DASHES[rows]},
        "text": [number(value) for value in values],
        "hovertemplate": f"{label}<br>{rows} {name} %{{text}}<br>{BY[by]} %{{x:,.6~r}}<extra></extra>",
    }


def all_positive(lines: Sequence[Line]) -> bool:
    """Whether a logarithmic axis can show all values."""
    values = [value for line in lines for value in (*line.validation, *line.training)]
    return not any(value <= 0 for value in values)


def positions(line: Line, values: Sequence[float], by: By) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The coordinates x and y of a curve's points, (points,) each, thinned; empty if x is not known."""
    chosen = thin(values)
    y: NDArray[np.float64] = np.asarray(values, dtype=float)[chosen]
    if by == "epoch":
        return chosen.astype(float), y
    if by == "batch":
        if not line.batches:
            return np.empty(0), np.empty(0)
        return chosen.astype(float) * line.batches, y
    # The values of an epoch may arrive before its time.
    known = chosen < len(line.elapsed)
    return np.asarray(line.elapsed, dtype=float)[chosen[known]], y[known]


def _mark_best(figure: go.Figure, line: Line, name: str, by: By, *, alone: bool) -> None:
    epoch = line.best_epoch
    if epoch is None or epoch >= len(line.validation):
        return
    value = line.validation[epoch]
    at = {
        "epoch": float(epoch),
        "batch": float(epoch * line.batches) if line.batches else None,
        "seconds": line.elapsed[epoch] if epoch < len(line.elapsed) else None,
    }[by]
    if at is None or not np.isfinite(value):
        return
    label = escape(line.label)
    figure.add_scatter(
        x=[at],
        y=[value],
        mode="markers",
        name=label,
        legendgroup="validation" if alone else str(line.colour_index),
        showlegend=False,
        meta="validation" if alone else None,
        marker={
            "symbol": mark(line.colour_index),
            "size": 11,
            "color": colour(line.colour_index),
            "line": {"width": 1.5, "color": "#FFFFFF"},
        },
        hovertemplate=f"{label}<br>best {name} {number(value)}<br>epoch {epoch:,}<extra></extra>",
    )
