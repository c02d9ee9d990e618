"""The curves of several seeds of an experiment as a band with its middle, and each seed as a thin line."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from playground.charts.look import DASHES, style
from playground.charts.palette import GRID, colour, faint
from playground.charts.thinning import thin
from playground.number_words import number

Width = Literal["range", "deviation"]
WIDTHS: dict[Width, str] = {"range": "lowest to highest", "deviation": "mean ± standard deviation"}

_NAMED = 10  # most seeds that the legend names


@dataclass(frozen=True)
class Seeds:
    """The curves of an experiment with several seeds.

    Attributes:
        label: the experiment's name in the legend.
        colour_index: the index of its colour in the palette.
        seeds: the seeds of `curves`, then the seeds of `failed`.
        curves: the values by epoch of each seed whose run has not failed; the run may still train.
        failed: the values by epoch of each seed whose run failed; they are drawn, but not a part of the band.
    """

    label: str
    colour_index: int
    seeds: Sequence[int]
    curves: Sequence[Sequence[float]]
    failed: Sequence[Sequence[float]] = ()


@dataclass(frozen=True)
class Edges:
    """A band by epoch, arrays of shape (epochs,).

    Attributes:
        middle: the median, or the mean.
        low, high: the edges of the band.
        count: the number of seeds with a finite value.
    """

    middle: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    count: NDArray[np.int64]


def band(groups: Sequence[Seeds], name: str, *, width: Width = "range", log: bool = False) -> go.Figure:
    """Draws `name` (such as `val_loss`) of experiments with several seeds, by epoch.

    With one experiment, each seed has its own colour and the band is grey. With several, each experiment has its own
    colour.
    """
    figure = go.Figure()
    for group in groups:
        _add_seeds(figure, group, name, alone=len(groups) == 1)
        edges = edges_of(group.curves, width)
        if len(edges.middle):
            _add_band(figure, group, edges, alone=len(groups) == 1)
            _add_middle(figure, group, edges, name, width, alone=len(groups) == 1)
    axis = f"{name} (log)" if log else name
    return style(figure, "epoch", axis, log=log, uirevision=f"{name}-{width}-{log}")


def all_positive(groups: Sequence[Seeds]) -> bool:
    """Whether a logarithmic axis can show all values."""
    curves = [values for group in groups for values in (*group.curves, *group.failed)]
    return not any(value <= 0 for values in curves for value in values)


def edges_of(curves: Sequence[Sequence[float]], width: Width) -> Edges:
    """The band up to the last epoch of *any* seed; each epoch counts the seeds that have it. Empty for one curve.

    With the width "range" the middle is the median, and the edges are the lowest and highest value. With "deviation"
    the middle is the mean, and the edges are one standard deviation (of a sample, n - 1) away.
    """
    if len(curves) < 2:
        return Edges(np.empty(0), np.empty(0), np.empty(0), np.empty(0, dtype=np.int64))
    table = np.full((len(curves), max(len(values) for values in curves)), np.nan)
    for row, values in zip(table, curves, strict=True):
        row[: len(values)] = values
    table[~np.isfinite(table)] = np.nan
    count: NDArray[np.int64] = np.isfinite(table).sum(axis=0)
    with warnings.catch_warnings():
        # NumPy warns of an epoch without a finite value; its middle is NaN.
        warnings.simplefilter("ignore", RuntimeWarning)
        if width == "range":
            return Edges(
                np.nanmedian(table, axis=0), np.nanmin(table, axis=0), np.nanmax(table, axis=0), count
            )
        mean = np.nanmean(table, axis=0)
        deviation = np.nan_to_num(np.nanstd(table, axis=0, ddof=1))  # NaN for a single seed
    return Edges(mean, mean - deviation, mean + deviation, count)


def _add_seeds(figure: go.Figure, group: Seeds, name: str, *, alone: bool) -> None:
    label = escape(group.label)
    for at, (seed, values) in enumerate(zip(group.seeds, [*group.curves, *group.failed], strict=True)):
        chosen = thin(values)
        shown = np.asarray(values, dtype=float)[chosen]
        figure.add_scatter(
            x=chosen.tolist(),
            y=shown.tolist(),
            mode="lines",
            name=f"seed {seed}",
            legendgroup=f"{group.colour_index}-{seed}" if alone else label,
            showlegend=alone and len(group.seeds) <= _NAMED,
            line={
                "color": colour(at) if alone else faint(colour(group.colour_index), 0.6),
                "width": 1.3 if alone else 1,
                "dash": DASHES["validation"],
            },
            text=[number(value) for value in shown],
            hovertemplate=f"{label}, seed {seed}<br>{name} %{{text}}<br>epoch %{{x:,}}<extra></extra>",
        )


def _add_middle(
    figure: go.Figure, group: Seeds, edges: Edges, name: str, width: Width, *, alone: bool
) -> None:
    label, middle = escape(group.label), "median" if width == "range" else "mean"
    chosen = thin(edges.middle.tolist())
    ends = np.flatnonzero(np.diff(edges.count))  # the count changes where a seed ends
    chosen = np.union1d(chosen, np.union1d(ends, ends + 1))
    of = len(group.curves)
    figure.add_scatter(
        x=chosen.tolist(),
        y=edges.middle[chosen].tolist(),
        mode="lines",
        name=f"{middle} of {of} seeds" if alone else f"{label} ({middle} of {of} seeds)",
        legendgroup=label,
        meta="text" if alone else None,
        line={"color": colour(group.colour_index), "width": 2.5},
        text=[number(value) for value in edges.middle[chosen]],
        customdata=[_how_many(int(count), of) for count in edges.count[chosen]],
        hovertemplate=f"{label}, {middle} of %{{customdata}}<br>{name} %{{text}}<br>epoch %{{x:,}}<extra></extra>",
    )


def _how_many(count: int, of: int) -> str:
    return f"{of} seeds" if count == of else f"{count} of {of} seeds"


def _add_band(figure: go.Figure, group: Seeds, edges: Edges, *, alone: bool) -> None:
    low, high = edges.low, edges.high
    chosen = np.union1d(thin(low.tolist()), thin(high.tolist()))
    chosen = chosen[np.isfinite(low[chosen]) & np.isfinite(high[chosen])]
    figure.add_scatter(
        x=np.concatenate([chosen, chosen[::-1]]),
        y=np.concatenate([high[chosen], low[chosen][::-1]]),
        fill="toself",
        fillcolor=GRID if alone else faint(colour(group.colour_index), 0.18),
        line={"width": 0},
        mode="lines",
        legendgroup=escape(group.label),
        showlegend=False,
        hoverinfo="skip",
    )
