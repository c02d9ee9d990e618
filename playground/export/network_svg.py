"""The picture of a network as SVG: a column per layer, and lines with the weights as width and colour."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from playground.mentions import short

MOST = 12  # the most neurons of a layer that are drawn; a wider layer shows its first ones
_STEP, _ROW, _RADIUS, _HEAD = 130, 26, 8, 44
_LINES = 240  # the most lines between two layers, the strongest ones
_WIDEST, _LEAST = 130, 110  # pixels of a name; least pixels to the right of the last layer's centre
_WIDE = frozenset("ABCDEGHKMNOPQRSTUVXYZW<>=+@%#&~^mw—…")  # letters


@dataclass(frozen=True)
class Column:
    """A layer.

    Attributes:
        title, detail: the text above it.
        size: the number of its outputs.
        names: the names of its values; none for most layers.
        weights: (values of the column before, values) if it has weights; None if it passes each value on.
    """

    title: str
    detail: str
    size: int
    names: Sequence[str] = ()
    weights: NDArray[np.float32] | None = None


def network(columns: Sequence[Column]) -> Markup:
    """The picture: inputs first, output last."""
    tallest = max(min(column.size, MOST) for column in columns)
    left, right = (20 + max(map(_width, _labels(column)), default=0) for column in (columns[0], columns[-1]))
    height, width = _HEAD + tallest * _ROW + 24, left + (len(columns) - 1) * _STEP + max(right, _LEAST)
    centres = [
        [
            (left + number * _STEP, _HEAD + (tallest - min(column.size, MOST)) * _ROW / 2 + row * _ROW + 12)
            for row in range(min(column.size, MOST))
        ]
        for number, column in enumerate(columns)
    ]
    drawn = []
    for number, column in enumerate(columns[1:], 1):
        drawn += _lines(column, centres[number - 1], centres[number])
    for column, column_centres in zip(columns, centres, strict=True):
        drawn += _neurons(column, column_centres, is_first=column is columns[0])
    return Markup(
        '<svg class="network" viewBox="0 0 {} {}" role="img" aria-label="The network">{}</svg>'
    ).format(width, height, Markup("").join(drawn))


def _lines(
    column: Column, before: Sequence[tuple[float, float]], units: Sequence[tuple[float, float]]
) -> list[Markup]:
    if column.weights is None:
        return [_line(one, other, "passes", 1.0) for one, other in zip(before, units, strict=False)]
    weights = np.nan_to_num(column.weights[: len(before), : len(units)])
    largest = float(np.abs(weights).max()) or 1.0
    strongest = np.argsort(-np.abs(weights), axis=None)[:_LINES]
    found = []
    for index in reversed(strongest.tolist()):
        row, unit = divmod(index, weights.shape[1])
        value = float(weights[row, unit])
        style = "above" if value > 0 else "below"
        found.append(_line(before[row], units[unit], style, 0.3 + 3.2 * abs(value) / largest))
    return found


def _line(one: tuple[float, float], other: tuple[float, float], style: str, width: float) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke-width="{:.2f}"/>').format(
        style, *one, *other, width
    )


def _neurons(column: Column, centres: Sequence[tuple[float, float]], *, is_first: bool) -> list[Markup]:
    x = centres[0][0]
    drawn = [
        Markup('<text class="title" x="{}" y="14" text-anchor="middle">{}</text>').format(x, column.title),
        Markup('<text x="{}" y="30" text-anchor="middle">{}</text>').format(x, column.detail),
    ]
    drawn += [
        Markup('<circle class="neuron" cx="{}" cy="{}" r="{}"/>').format(*at, _RADIUS) for at in centres
    ]
    anchor, shift = ("end", -14) if is_first else ("start", 14)
    for label, (at, y) in zip(_labels(column), centres, strict=False):
        drawn.append(
            Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(at + shift, y + 4, anchor, label)
        )
    if column.size > MOST:
        more = f"and {column.size - MOST:,} more"
        drawn.append(
            Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(x, centres[-1][1] + 26, more)
        )
    return drawn


def _labels(column: Column) -> list[str]:
    """The drawn names, each shortened to the room for it."""
    return [_shorten(short(name)) for name in column.names[:MOST]]


def _shorten(name: str) -> str:
    if _width(name) <= _WIDEST:
        return name
    while _width(name) > _WIDEST - _width("…"):
        name = name[:-1]
    return f"{name}…"


def _width(text: str) -> float:
    """An estimate of a text's width in pixels, seldom too small."""
    return sum(
        12 if unicodedata.east_asian_width(letter) in "WF" else 10.5 if letter in _WIDE else 7
        for letter in text
    )
