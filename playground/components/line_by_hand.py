"""A line by hand: the rows of a table, two sliders for weight and bias, and the loss that they come to.

The browser draws and computes by itself while a slider moves; the page hears of the values when it rests.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypedDict

import streamlit as st

from playground.components.loading import loader_of
from playground.server.asset_version import module_of

# The element has its height before the modules come, so that nothing below moves then.
_HTML = '<div class="line-by-hand" style="min-height:29rem"></div>'

_component = st.components.v2.component(
    "line_by_hand", html=_HTML, js=loader_of("line", "line-by-hand"), isolate_styles=False
)


class Slider(TypedDict):
    """A slider: its range, the step of a key press, and its value."""

    low: float
    high: float
    step: float
    value: float


def line_by_hand(
    x: Sequence[float],
    y: Sequence[float],
    *,
    names: tuple[str, str],
    w: Slider,
    b: Slider,
    loss: str,
    unit: str,
    surface: bool,
    key: str,
    on_set: Callable[[], None],
) -> Any:
    """Shows rows, the line y = w·x + b, and its loss.

    Args:
        x, y: the rows, in the table's own units.
        names: of both axes.
        loss: "mae" or "mse".
        unit: of the loss; "" where it is not known.
        surface: whether the loss surface over weight and bias is drawn beside the rows.
        key: key of the component.
        on_set: called when a slider rests; `st.session_state[key]["set"]` is then {"w", "b"}.
    """
    data = {
        "module": module_of("line_by_hand"),
        "x": list(x),
        "y": list(y),
        "names": list(names),
        "w": w,
        "b": b,
        "loss": loss,
        "unit": unit,
        "surface": surface,
    }
    return _component(key=key, data=data, on_set_change=on_set)
