"""Charts as SVG, for a file without network access and without scripts: curves and points."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 640, 260  # the size of a chart, in units that the page scales
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 12, 10, 36
MOST_POINTS = 600  # of one curve, or of one cloud


@dataclass(frozen=True)
class Line:
    """A curve: the class of its colour in the style sheet, and a value per epoch; values not finite are gaps."""

    style: str
    values: Sequence[float]


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return round(self.begin + share * (self.end - self.begin), 1)


def curves(lines: Sequence[Line], label: str, mark: tuple[int, float] | None = None) -> Markup:
    """Curves over the epochs from 0 on.

    Args:
        lines: the curves.
        label: what the vertical axis measures.
        mark: an epoch and a value, for a star.
    """
    finite = [value for line in lines for value in line.values[1:] or line.values if math.isfinite(value)]
    last = max((len(line.values) for line in lines), default=1) - 1
    if not finite:
        return Markup("")
    x = _Scale(0, max(last, 1), _LEFT, WIDTH - _RIGHT)
    y = _vertical(min(finite), max(finite))
    drawn = [_axes(x, y, "epoch", label)]
    for line in lines:
        drawn += [
            Markup('<polyline class="{}" points="{}"/>').format(line.style, piece)
            for piece in _pieces(line.values, x, y)
        ]
    if mark is not None and math.isfinite(mark[1]):
        drawn.append(
            Markup('<circle class="best" cx="{}" cy="{}" r="5"/>').format(x.at(mark[0]), y.at(mark[1]))
        )
    return _svg(drawn, f"Curves of {label} over the epochs")


def points(actual: Sequence[float], predicted: Sequence[float], target: str) -> Markup:
    """One point per row; on the line the prediction is exact."""
    both = [*actual, *predicted]
    if not both or not all(map(math.isfinite, both)):
        return Markup("")
    y = _vertical(min(both), max(both))
    x = _Scale(y.low, y.high, _LEFT, WIDTH - _RIGHT)
    step = -(-len(actual) // MOST_POINTS)
    drawn = [
        _axes(x, y, f"actual {target}", "predicted"),
        Markup('<line class="exact" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
            x.begin, y.begin, x.end, y.end
        ),
        *(
            Markup('<circle class="row" cx="{}" cy="{}" r="3"/>').format(x.at(each), y.at(other))
            for each, other in zip(actual[::step], predicted[::step], strict=True)
        ),
    ]
    return _svg(drawn, f"Predicted over actual {target}")


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """At most `most` round numbers from `low` to `high`."""
    if not high > low:
        return [low]
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def _vertical(low: float, high: float) -> _Scale:
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    return _Scale(low - room, high + room, HEIGHT - _BOTTOM, _TOP)


def _pieces(values: Sequence[float], x: _Scale, y: _Scale) -> list[str]:
    """The points of each part of a curve between two gaps, in SVG's form."""
    step = max(1, -(-len(values) // MOST_POINTS))
    indices = [*range(0, len(values), step)]
    if indices[-1:] != [len(values) - 1]:
        indices.append(len(values) - 1)
    pieces: list[list[str]] = [[]]
    for index in indices:
        if math.isfinite(values[index]):
            height = min(max(y.at(values[index]), _TOP), HEIGHT - _BOTTOM)  # epoch 0 may be far above
            pieces[-1].append(f"{x.at(index)},{height}")
        elif pieces[-1]:
            pieces.append([])
    return [" ".join(piece) for piece in pieces if piece]


def _axes(x: _Scale, y: _Scale, below: str, beside: str) -> Markup:
    drawn = []
    for value in ticks(y.low, y.high):
        drawn.append(
            Markup('<line class="grid" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(
                x.begin, x.end, y.at(value)
            )
        )
        drawn.append(_text(x.begin - 6, y.at(value) + 4, f"{value:g}", "end"))
    drawn += [_text(x.at(value), y.begin + 16, f"{value:g}", "middle") for value in ticks(x.low, x.high, 8)]
    drawn.append(_text((x.begin + x.end) / 2, HEIGHT - 4, below, "middle"))
    middle = (y.begin + y.end) / 2
    drawn.append(
        Markup('<text text-anchor="middle" transform="translate(12 {}) rotate(-90)">{}</text>').format(
            middle, _short(beside)
        )
    )
    return Markup("").join(drawn)


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        round(x, 1), round(y, 1), anchor, _short(text)
    )


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _svg(drawn: Sequence[Markup], title: str) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT, title, Markup("").join(drawn)
    )
