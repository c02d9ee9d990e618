"""A bar chart as SVG for the README, readable in light and dark."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, BAR, GAP, LABELS, TOP = 760, 22, 12, 250, 44


@dataclass(frozen=True)
class Bar:
    """One row: its label, and its factor."""

    label: str
    value: float


def svg(title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars on a logarithmic axis from 1, each with its value at its end."""
    longest = math.log10(max(10.0, *(bar.value for bar in bars)))
    room = WIDTH - LABELS - 70
    rows = []
    for number, bar in enumerate(bars):
        y = TOP + number * (BAR + GAP)
        length = max(2.0, room * math.log10(max(bar.value, 1.0)) / longest)
        middle = y + BAR / 2 + 5
        rows.append(
            f'<text x="{LABELS - 10}" y="{middle}" text-anchor="end">{escape(bar.label)}</text>'
            f'<rect x="{LABELS}" y="{y}" width="{length:.1f}" height="{BAR}" rx="3" fill="#0072b2"/>'
            f'<text x="{LABELS + length + 8:.1f}" y="{middle}" font-weight="600">{_times(bar.value)}</text>'
        )
    height = TOP + len(bars) * (BAR + GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="system-ui, sans-serif" font-size="14" role="img" aria-label="{escape(title)}">\n'
        "<style>text{fill:#222}@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>\n"
        f'<text x="{LABELS}" y="22" font-size="16" font-weight="600">{escape(title)} (logarithmic)</text>\n'
        + "\n".join(rows)
        + "\n</svg>\n"
    )


def _times(value: float) -> str:
    return f"{value:.0f} ×" if value >= 10 else f"{value:.1f} ×"
