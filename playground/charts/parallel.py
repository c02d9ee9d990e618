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

LEAST = 4  # with fewer runs a table says more
_AXIS_WIDTH = 130  # pixels, at the least, that the words at an axis need
_LONGEST = 24  # letters of a value at an axis


def parallel(
    labels: Sequence[str],
    places: Sequence[int],
    differing: Sequence[Difference],
    best: Sequence[float | None],
    name: str,
    title: str = "",
) -> go.Figure:
    """Draws some runs; those without a best value have no line.

    Values of a setting are set apart evenly, numbers in their order: learning rates of 0.1, 0.01 and 0.001 would
    else lie on top of each other.

    Args:
        labels: of the runs.
        places: of the runs, which give them the colours that they have in the chart of their curves.
        differing: what differs, a value a run in the order of the labels.
        best: the best value of each run, None where it has none.
        name: what it is the best of, such as `val_loss`.
        title: what to call that; the name where nothing is given.
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
            line=_colours([places[at] for at in kept]),
            dimensions=[
                _axis("run", [labels[at] for at in kept], in_order=False),
                *(_axis(row.title, [row.values[at] for at in kept]) for row in differing),
                last,
            ],
        )
    )
    figure.update_layout(
        height=HEIGHT,
        # Parallel coordinates make no room for the words at their first and last axis.
        margin={"l": 120, "r": 80, "t": 48, "b": 24},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        minreducedwidth=_AXIS_WIDTH * len(figure.data[0].dimensions),
        uirevision=name,
    )
    return figure


def _colours(places: Sequence[int]) -> Mapping[str, Any]:
    """Each run in its own colour: Plotly knows such lines by a number on a scale, which is here one of steps."""
    steps = len(COLOURS)
    scale = [[(at + end) / steps, each] for at, each in enumerate(COLOURS) for end in (0, 1)]
    return {
        "color": [place % steps + 0.5 for place in places],
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
