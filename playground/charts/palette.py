"""Colours and marks of runs, distinct in print, on light and dark pages, and for colour-blind people."""

from collections.abc import Iterable, Mapping

# The palette of Okabe and Ito (https://jfly.uni-koeln.de/color/), without its yellow and black and with a darker
# orange and a grey: every colour has a contrast of at least 3:1 to the light and to the dark page.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B58500", "#7F8A90")

# No two of the first thirty share both colour and mark.
MARKS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "star",
    "x",
    "triangle-down",
    "pentagon",
    "hexagon",
    "cross",
)

# The colour of axes and other lines that belong to no run, fainter than text on a light and on a dark page.
GRID = "rgba(128, 140, 148, 0.25)"


def colour(index: int) -> str:
    """The colour with an index; the colours repeat."""
    return COLOURS[index % len(COLOURS)]


def mark(index: int) -> str:
    """Plotly's name of the mark with an index; the marks repeat."""
    return MARKS[index % len(MARKS)]


def faint(hexadecimal: str, opacity: float) -> str:
    """A colour such as "#0072B2" with an opacity from 0 to 1, in CSS."""
    red, green, blue = (int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def colour_indices(ids: Iterable[str], before: Mapping[str, int]) -> dict[str, int]:
    """The index of each run's colour: the one from `before`, or else the first free one.

    So a run keeps its colour while other runs are added and removed.
    """
    wanted = list(dict.fromkeys(ids))
    found = {run: before[run] for run in wanted if run in before}
    taken = set(found.values())
    free = (index for index in range(len(wanted) + len(before) + 1) if index not in taken)
    return {run: found[run] if run in found else next(free) for run in wanted}
