"""Colours and marks of runs, distinct in print, on light and dark pages, and for colour-blind people."""

from collections.abc import Iterable, Mapping

# Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), without its yellow and black and with a darker
# orange and a grey: every colour has a contrast of 3:1 and more to white and to the dark page alike.
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

# Of lines that are no run's own, such as axes; between the text and the page in both lights.
GRID = "rgba(128, 140, 148, 0.25)"


def colour(place: int) -> str:
    """The colour of the run that has a place."""
    return COLOURS[place % len(COLOURS)]


def mark(place: int) -> str:
    """Plotly's name of the mark of the run that has a place."""
    return MARKS[place % len(MARKS)]


def faint(hexadecimal: str, opacity: float) -> str:
    """A colour such as "#0072B2" with an opacity from 0 to 1, in CSS."""
    red, green, blue = (int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def places(ids: Iterable[str], before: Mapping[str, int]) -> dict[str, int]:
    """A place for each run: the one it had before, else the first that is free.

    So a run keeps its colour while others come and go.
    """
    wanted = list(dict.fromkeys(ids))
    found = {run: before[run] for run in wanted if run in before}
    taken = set(found.values())
    free = (place for place in range(len(wanted) + len(before) + 1) if place not in taken)
    return {run: found[run] if run in found else next(free) for run in wanted}
