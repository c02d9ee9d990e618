"""The line by hand of a step."""

from functools import partial
from typing import TypeGuard

import streamlit as st

from playground.components.line_by_hand import Slider, line_by_hand
from playground.datasets import card_for
from playground.experiment.measures import short_unit
from playground.lessons.by_hand import points_of
from playground.lessons.lesson import Lesson
from playground.lessons.model import ByHand, Range, Step
from playground.plan import plan
from playground.ui.lessons.state import StepVisit


def line(lesson: Lesson, step: Step, here: StepVisit) -> None:
    """Draws the rows, the line and its sliders; writes their final positions into the step."""
    by_hand = step.by_hand
    if by_hand is None or here.begun is None:
        return
    planned = plan(here.begun)
    points = points_of(planned)
    units = card_for(planned.experiment.data).units
    x, y = planned.prepared.inputs[0], planned.prepared.target
    w, b = here.hand or (by_hand.w.start, by_hand.b.start)
    key = f"line-{lesson.name}-{step.name}"
    unit = short_unit(units.get(y, ""))
    with st.container(key="lesson_line"):
        line_by_hand(
            points.x.round(4).tolist(),
            points.y.round(4).tolist(),
            names=(x, y),
            w=_slider(by_hand.w, w),
            b=_slider(by_hand.b, b),
            loss=by_hand.loss,
            unit=f"{unit}²" if unit and by_hand.loss == "mse" else unit,
            surface=by_hand.surface,
            key=key,
            on_set=partial(_take, key, by_hand, here),
        )


def _slider(of: Range, value: float) -> Slider:
    return {"low": of.low, "high": of.high, "step": of.step, "value": value}


def _take(key: str, by_hand: ByHand, here: StepVisit) -> None:
    found = st.session_state[key].get("set")
    if not isinstance(found, dict):
        return
    w, b = found.get("w"), found.get("b")
    if _lies_in(w, by_hand.w) and _lies_in(b, by_hand.b):
        here.hand = (w, b)


def _lies_in(value: object, within: Range) -> TypeGuard[float]:
    return isinstance(value, int | float) and within.low <= value <= within.high
