"""Thumbnails: a small SVG of each toy, from its own generator."""

from functools import cache
from urllib.parse import quote

import numpy

from playground.datasets.arrays import Floats
from playground.datasets.toys.catalogue import TOYS, generate
from playground.datasets.toys.options import ToyOptions

SIDE = 64  # pixels
_POINTS = 110
_NOISE = 5.0  # percent: enough to look like data
_SURFACE = ToyOptions(points=240, noise=0)  # a surface needs more points to be recognized
_FLAT = 0.2  # of the largest absolute value; points with smaller values are grey
_REACH = 6.3  # the largest visible x1 and x2
_MARGIN = 4  # pixels above and below a curve

# The colours of Okabe and Ito at a brightness with contrast to white and to black; see picture/palette.js.
_TWO = ("#E58A12", "#2C8FCC")
_GREY = "#94A3AB"
_MANY = ("#2C8FCC", "#E58A12", "#1FA67C", "#CC79A7", "#8A6BD1")


@cache
def thumbnail(name: str) -> str:
    """The points of a toy as a data URI of an SVG, 64 pixels to a side, about 1.5 KB."""
    groups = "".join(
        f"<path stroke='{colour}' d='{''.join(f'M{x:.0f} {y:.0f}h0' for x, y in positions)}'/>"
        for colour, positions in _positions_by_colour(name)
    )
    # A line of length 0 with round caps is the shortest SVG of a dot.
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{SIDE}' height='{SIDE}' viewBox='0 0 {SIDE} {SIDE}'"
        f" fill='none' stroke-width='4' stroke-linecap='round'>{groups}</svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe="/:='")


def _positions_by_colour(name: str) -> list[tuple[str, Floats]]:
    """Positions in pixels, (points, 2), by colour."""
    toy = TOYS[name]
    surface = not toy.classes and len(toy.features) == 2
    frame = generate(name, _SURFACE if surface else ToyOptions(points=_POINTS, noise=_NOISE))
    values = frame[toy.target].to_numpy()
    across = _pixels(frame[toy.features[0]].to_numpy(numpy.float64), -_REACH, _REACH)
    if len(toy.features) == 1:
        low, high = float(values.min()), float(values.max())
        room = (high - low) * _MARGIN / (SIDE - 2 * _MARGIN)
        return [(_TWO[1], numpy.column_stack([across, SIDE - _pixels(values, low - room, high + room)]))]
    positions = numpy.column_stack(
        [across, SIDE - _pixels(frame[toy.features[1]].to_numpy(numpy.float64), -_REACH, _REACH)]
    )
    if not toy.classes:
        height = values / numpy.abs(values).max()
        low, high = height < -_FLAT, height > _FLAT
        return [(_GREY, positions[~(low | high)]), (_TWO[0], positions[low]), (_TWO[1], positions[high])]
    colours = _TWO if len(toy.classes) == 2 else _MANY
    return [(colour, positions[values == label]) for colour, label in zip(colours, toy.classes, strict=False)]


def _pixels(values: Floats, low: float, high: float) -> Floats:
    return (values - low) / (high - low) * SIDE
