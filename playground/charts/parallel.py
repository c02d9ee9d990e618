"""Parallel coordinates: a line for each run through the settings that differ, to the run's best value."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from playground.charts.look import HEIGHT
from playground.charts.palette import COLOURS
from playground.comparing.differences import Difference
from playground.words import larger_is_better

LEAST = 4  # with fewer runs a table is clearer
_AXIS_WIDTH = 130  # pixels that an axis needs for its texts
_LONGEST = 24  # most letters of a value at an axis


def parallel(
    labels: Sequence[str],
    colour_indices: Sequence[int],
    differing: Sequence[Difference],
    best: Sequence[float | None],
    name: str,
    title: str = "",
) -> go.Figure:
    """Draws a line for each run with a best value.

    The values of a setting are evenly spaced, with numbers in ascending order, because learning rates of 0.1, 0.01 and
    0.001 would overlap on a linear axis.

    Args:
        labels: the names of the runs.
        colour_indices: the index of each run's colour in the palette.
        differing: the settings that differ, each with a value for each run.
        best: the best value of each run; None for a run without one.
        name: the quantity of the best values, such as `val_loss`.
        title: the title of the quantity; "" means its name.
    """
    kept = [at for at, value in enumerate(best) if value is not None and math.isfinite(value)]
    values = [float(best[at]) for at in kept]  # type: ignore[arg-type]
    larger = larger_is_better(name)
    last: dict[str, Any] = {
        "label": f"best {title or name} ({'higher' if larger else 'lower'} is better)",
        "values": values,
        "tickformat": ",.4~r",
    }
    figure = go.Figure(
        go.Parcoords(
            line=_colours([colour_indices[at] for at in kept]),
            dimensions=[
                _axis("run", [labels[at] for at in kept], in_order=False),
                *(_axis(row.title, [row.values[at] for at in kept]) for row in differing),
                last,
            ],
        )
    )
    figure.update_layout(
        height=HEIGHT,
        # Plotly reserves no space for the texts of the first and last axis.
        margin={"l": 120, "r": 80, "t": 48, "b": 24},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        minreducedwidth=_AXIS_WIDTH * len(figure.data[0].dimensions),
        uirevision=name,
    )
    return figure


def _colours(colour_indices: Sequence[int]) -> Mapping[str, Any]:
    """The lines' colours: Plotly wants numbers on a continuous scale, so this scale has a step for each colour."""
    steps = len(COLOURS)
    scale = [[(at + end) / steps, each] for at, each in enumerate(COLOURS) for end in (0, 1)]
    return {
        "color": [index % steps + 0.5 for index in colour_indices],
        "colorscale": scale,
        "cmin": 0,
        "cmax": steps,
    }


def _axis(title: str, texts: Sequence[str], *, in_order: bool = True) -> Mapping[str, Any]:
    ticks = list(dict.fromkeys(texts))
    if in_order:
        ticks.sort(key=_rank)
    return {
        "label": escape(title),
        "values": [ticks.index(text) for text in texts],
        "tickvals": list(range(len(ticks))),
        "ticktext": [escape(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…") for text in ticks],
        "range": [-0.25, max(len(ticks) - 0.75, 0.25)],
    }


def _rank(text: str) -> tuple[int, float, str]:
    """The sort key of a value: numbers by size, then words in their first order."""
    try:
        return 0, float(text.removesuffix("%").rstrip().replace(",", "")), ""
    except ValueError:
        return 1, 0.0, text
