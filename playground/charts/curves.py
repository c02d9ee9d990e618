"""The curves of several runs in one chart: validation drawn through, training thin and dotted, the best marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from playground.charts.look import dressed
from playground.charts.palette import colour, mark
from playground.charts.thinning import thinned

By = Literal["epoch", "batch", "seconds"]
BY: dict[By, str] = {"epoch": "epoch", "batch": "batches seen", "seconds": "seconds of training"}


@dataclass(frozen=True)
class Line:
    """What a chart needs of a run.

    `place` gives it its colour; `validation` and `training` have a value an epoch, index 0 untrained; `elapsed`
    the seconds at the end of each epoch; `batches` are those of one epoch, None where that is not known yet.
    """

    label: str
    place: int
    validation: Sequence[float]
    training: Sequence[float] = ()
    elapsed: Sequence[float] = ()
    batches: int | None = None
    best_epoch: int | None = None


def curves(lines: Sequence[Line], name: str, *, by: By = "epoch", log: bool = False) -> go.Figure:
    """Draws the curves of a quantity, `name` without `val_`; on a logarithmic axis where `log`."""
    figure = go.Figure()
    for line in lines:
        shade, group = colour(line.place), str(line.place)
        label = escape(line.label)
        for values, validation in ((line.training, False), (line.validation, True)):
            at, shown = positions(line, values, by)
            if not len(at):
                continue
            figure.add_scatter(
                x=at,
                y=shown,
                mode="lines",
                name=label,
                legendgroup=group,
                showlegend=validation,
                line={"color": shade, "width": 2}
                if validation
                else {"color": shade, "width": 1.3, "dash": "dot"},
                hovertemplate=f"{label}<br>{'validation' if validation else 'training'} {name} "
                f"%{{y:.4g}}<br>{BY[by]} %{{x:.6~g}}<extra></extra>",
            )
        _mark_best(figure, line, name, by)
    axis = f"{name} (log)" if log else name
    return dressed(figure, BY[by], axis, log=log, uirevision=f"{name}-{by}-{log}")


def all_positive(lines: Sequence[Line]) -> bool:
    """Whether a logarithmic axis shows all values that are numbers."""
    values = [value for line in lines for value in (*line.validation, *line.training)]
    return not any(value <= 0 for value in values)


def positions(line: Line, values: Sequence[float], by: By) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the points of a curve lie, thinned; none where what to lay them along is not known."""
    chosen = thinned(values)
    y: NDArray[np.float64] = np.asarray(values, dtype=float)[chosen]
    if by == "epoch":
        return chosen.astype(float), y
    if by == "batch":
        if not line.batches:
            return np.empty(0), np.empty(0)
        return chosen.astype(float) * line.batches, y
    # The values of an epoch may be heard a moment before its time.
    known = chosen < len(line.elapsed)
    return np.asarray(line.elapsed, dtype=float)[chosen[known]], y[known]


def _mark_best(figure: go.Figure, line: Line, name: str, by: By) -> None:
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
        legendgroup=str(line.place),
        showlegend=False,
        marker={
            "symbol": mark(line.place),
            "size": 11,
            "color": colour(line.place),
            "line": {"width": 1.5, "color": "#FFFFFF"},
        },
        hovertemplate=f"{label}<br>best {name} {value:.4g}<br>epoch {epoch:,}<extra></extra>",
    )
