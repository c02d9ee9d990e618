"""What a step lights up: a ring around controls and parts of the page."""

import streamlit as st

from playground.lessons.changes import is_within
from playground.lessons.model import Step
from playground.ui.lessons.controls import key_of

_PARTS = {
    "train": ".st-key-lesson_live .st-key-train",
    "pause": ".st-key-lesson_live .st-key-pause",
    "step": ".st-key-lesson_live .st-key-step",
    "reset": ".st-key-lesson_live .st-key-reset",
    "curves": ".st-key-lesson_live .curves",
    "picture": ".st-key-lesson_live .picture",
    "figures": ".st-key-lesson_live .figures",
    "check": ".st-key-lesson_goal",
    "predict": ".st-key-lesson_predict",
    "by_hand": ".st-key-lesson_line",
    "code": ".st-key-lesson_code",
}
_RING = (
    "outline: 2px solid var(--lit, #0f766e); outline-offset: var(--lit-offset, 4px); border-radius: 0.375rem;"
)


def light(step: Step) -> None:
    """Lights up what the step names."""
    found = []
    for name in step.lights:
        if name in _PARTS:
            found.append(_PARTS[name])
        found += [
            f".st-key-{key_of(path)}" for path in step.gives if is_within(path, name) or is_within(name, path)
        ]
    if found:
        st.html(f"<style>{', '.join(found)} {{ {_RING} }}</style>")
