"""A plot of a toy's points, in which a click adds or removes a point.

The modules of `points/` remember all clicks and send all of them with each click, so a message that Python missed is
made up for by the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

import streamlit as st

from playground.components.loading import loader_of
from playground.datasets.arrays import Integers
from playground.datasets.toys.options import MAX_ADDED, MAX_REMOVED, REACH
from playground.datasets.toys.points import Points
from playground.datasets.view import evenly
from playground.server.asset_version import module_of


@dataclass(frozen=True)
class Heard:
    """A message of the plot: the id of the open plot in the browser, and the message's number there, from 1."""

    editor: str
    number: int


MAX_SHOWN = 1000  # of the generated points; more would hide each other

# The element has its height before the modules come, so that nothing below moves then.
_HTML = '<div class="points-editor" style="min-height:19.875rem"></div>'

_component = st.components.v2.component(
    "points", html=_HTML, js=loader_of("plot", "points-editor"), isolate_styles=False
)


def points_plot(
    points: Points,
    *,
    added: Sequence[Sequence[float | str]],
    removed: Sequence[int],
    of: str,
    heard: Heard | None,
    key: str,
    on_edited: Callable[[], None],
) -> Any:
    """Shows the points of a toy and lets a person change them.

    Args:
        points: the generated points, of which at most 1,000 are shown.
        added, removed: as in `data.options` of an experiment.
        of: a name for the generated points; `removed` counts these points and no others.
        heard: the latest message that the draft has taken over.
        key: key of the component; another key makes a new plot, which has nothing to undo.
        on_edited: called after a click, when `st.session_state[key]["edited"]` is {"editor", "number", "of",
            "added", "removed"}: all points that are added and removed now. The messages of one editor have rising
            numbers; an earlier message may come again after a later one.
    """
    shown = evenly(len(points.x), MAX_SHOWN)
    return _component(
        key=key,
        data={
            "module": module_of("points"),
            **_plain(points, shown),
            "added": [list(point) for point in added],
            "removed": list(removed),
            "of": of,
            "heard": asdict(heard) if heard else None,
            "limits": {"added": MAX_ADDED, "removed": MAX_REMOVED, "reach": REACH},
        },
        on_edited_change=on_edited,
    )


class _PlainPoints(TypedDict):
    """Points as the browser gets them: `x` and `y` are rounded; `trains` is 1 for a training point, else 0."""

    features: list[str]
    classes: list[str]
    target: str
    rows: list[int]
    x: list[list[float]]
    y: list[float]
    trains: list[int]


def _plain(points: Points, shown: Integers) -> _PlainPoints:
    return {
        "features": list(points.features),
        "classes": list(points.classes),
        "target": points.target,
        "rows": shown.tolist(),
        "x": points.x[shown].T.round(3).tolist(),
        "y": points.y[shown].round(3).tolist(),
        "trains": points.trains[shown].astype(int).tolist(),
    }
