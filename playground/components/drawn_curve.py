"""A curve that a person draws before a run, and the real one over it afterwards."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.components.loading import loader_of
from playground.server.asset_version import module_of

POINTS = 41  # of a drawn curve, evenly over the epochs from 0 to the last

# The element has its height before the modules come, so that nothing below moves then.
_HTML = '<div class="drawn-curve" style="min-height:14rem"></div>'

_component = st.components.v2.component(
    "drawn_curve", html=_HTML, js=loader_of("drawing", "drawn-curve"), isolate_styles=False
)


def drawn_curve(
    drawn: Sequence[float] | None,
    *,
    name: str,
    epochs: int,
    top: float,
    real: Sequence[float] | None,
    key: str,
    on_drawn: Callable[[], None],
) -> Any:
    """Shows axes on which a person draws a curve, with the pointer or with the arrow keys.

    Args:
        drawn: the curve drawn so far, `POINTS` values; None before.
        name: of the curve.
        epochs: the last epoch of the axis.
        top: the highest value of the axis.
        real: the real curve from epoch 0 on; with it, drawing is over.
        key: key of the component.
        on_drawn: called when the pen rests; `st.session_state[key]["drawn"]` then has `POINTS` values.
    """
    data = {
        "module": module_of("drawn_curve"),
        "points": POINTS,
        "drawn": None if drawn is None else list(drawn),
        "name": name,
        "epochs": epochs,
        "top": top,
        "real": None if real is None else list(real),
    }
    return _component(key=key, data=data, on_drawn_change=on_drawn)
