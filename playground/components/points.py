"""The points of a toy in a plot, to which a person adds some and from which others are removed by clicking.

The modules of `points/` hold what was clicked and tell all of it with every click: a click that Python missed
comes with the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

import streamlit as st

from playground.components.routes import module_of
from playground.datasets.arrays import Integers
from playground.datasets.toys.options import MAX_ADDED, MAX_REMOVED, REACH
from playground.datasets.toys.points import Points
from playground.datasets.view import evenly


@dataclass(frozen=True)
class Heard:
    """A message of the plot: the id of the editor in the browser, and the message's number there, from 1."""

    editor: str
    number: int


MAX_SHOWN = 1000  # of the generated points: more would hide each other

# The space is taken before the modules have come, so that nothing below moves when they do.
_HTML = '<div class="points-editor" style="min-height:19.875rem"></div>'

_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    component.parentElement.querySelector(".points-editor").textContent =
      `The plot's program could not be loaded (${error.message}). Reload the page to try again.`;
  });
"""

_component = st.components.v2.component("points", html=_HTML, js=_LOADER, isolate_styles=False)


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
    """Show the points of a toy and let a person change them.

    Args:
        points: the generated points, at most 1,000 of which are shown.
        added, removed: as in `data.options` of an experiment.
        of: names the generated points; what is removed counts for these alone.
        heard: the last message that was taken in.
        key: key of the component; another one forgets what could be undone.
        on_edited: called after a click, when `st.session_state[key]["edited"]` is {"editor", "number", "of",
            "added", "removed"}: all that is added and removed now. Messages of one editor have rising numbers; an
            earlier one may come again after a later.
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
    """Points as the browser gets them: `x` and `y` rounded, `trains` 1 for a training point, else 0."""

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
