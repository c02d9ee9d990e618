"""Several seeds of an experiment as a band: their mean, from the lowest to the highest, each seed thin."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from playground.charts.look import dressed
from playground.charts.palette import colour, faint
from playground.charts.thinning import thinned

Width = Literal["range", "deviation"]
WIDTHS: dict[Width, str] = {"range": "lowest to highest", "deviation": "mean ± standard deviation"}


@dataclass(frozen=True)
class Seeds:
    """The curves of an experiment, one a seed; `going` are those that have not ended, which no mean counts yet."""

    label: str
    place: int
    curves: Sequence[Sequence[float]]
    going: Sequence[Sequence[float]] = ()


def band(groups: Sequence[Seeds], name: str, *, width: Width = "range", log: bool = False) -> go.Figure:
    """Draws `name` (such as `val_loss`) of some experiments, each with several seeds, by epoch."""
    figure = go.Figure()
    for group in groups:
        shade, label = colour(group.place), escape(group.label)
        for number, values in enumerate([*group.curves, *group.going]):
            chosen = thinned(values)
            figure.add_scatter(
                x=chosen,
                y=np.asarray(values, dtype=float)[chosen],
                mode="lines",
                legendgroup=label,
                showlegend=False,
                line={"color": faint(shade, 0.6), "width": 1},
                hovertemplate=f"{label}, seed {number + 1}<br>{name} %{{y:.4g}}<br>epoch %{{x}}<extra></extra>",
            )
        mean, low, high = edges(group.curves, width)
        if len(mean):
            _add_band(figure, label, shade, low, high)
            chosen = thinned(mean.tolist())
            figure.add_scatter(
                x=chosen,
                y=mean[chosen],
                mode="lines",
                name=f"{label} ({len(group.curves)} seeds)",
                legendgroup=label,
                line={"color": shade, "width": 2.5},
                hovertemplate=f"{label}, mean<br>{name} %{{y:.4g}}<br>epoch %{{x}}<extra></extra>",
            )
    axis = f"{name} (log)" if log else name
    return dressed(figure, "epoch", axis, log=log, uirevision=f"{name}-{width}-{log}")


def all_positive(groups: Sequence[Seeds]) -> bool:
    """Whether a logarithmic axis shows all values that are numbers."""
    curves = [values for group in groups for values in (*group.curves, *group.going)]
    return not any(value <= 0 for values in curves for value in values)


def edges(
    curves: Sequence[Sequence[float]], width: Width
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Mean, lower and upper edge by epoch, as far as *every* seed has come; empty for fewer than two.

    Further on, a mean of the seeds that are left would jump where one stops early.
    """
    if len(curves) < 2:
        return np.empty(0), np.empty(0), np.empty(0)
    common = min(len(values) for values in curves)
    table = np.array([values[:common] for values in curves], dtype=float)
    mean = table.mean(axis=0)
    if width == "range":
        return mean, table.min(axis=0), table.max(axis=0)
    deviation = table.std(axis=0, ddof=1)
    return mean, mean - deviation, mean + deviation


def _add_band(
    figure: go.Figure, label: str, shade: str, low: NDArray[np.float64], high: NDArray[np.float64]
) -> None:
    chosen = np.union1d(thinned(low.tolist()), thinned(high.tolist()))
    chosen = chosen[np.isfinite(low[chosen]) & np.isfinite(high[chosen])]
    figure.add_scatter(
        x=np.concatenate([chosen, chosen[::-1]]),
        y=np.concatenate([high[chosen], low[chosen][::-1]]),
        fill="toself",
        fillcolor=faint(shade, 0.18),
        line={"width": 0},
        mode="lines",
        legendgroup=label,
        showlegend=False,
        hoverinfo="skip",
    )
