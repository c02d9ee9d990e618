"""Predict first: the question before a run, and the result of the prediction."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from playground.components.drawn_curve import POINTS, drawn_curve
from playground.lessons.lesson import Lesson
from playground.lessons.model import Predict, Step
from playground.lessons.predicting import in_words
from playground.runs import Run
from playground.ui.lessons.state import StepVisit


def predicting(lesson: Lesson, step: Step, here: StepVisit, run: Run | None) -> None:
    """Draws the question of a step until a run of it begins, and then the prediction."""
    predict = step.predict
    if predict is None:
        return
    with st.container(key="lesson_predict", border=True):
        st.markdown(f":material/psychology_alt: **Predict first.** {predict.question}")
        over = here.predicted and run is not None and run.over
        if predict.choices is not None:
            _choose(lesson, step, here, predict, predict.choices)
        elif predict.draw is not None:
            _draw(lesson, step, here, predict, run if over else None)
        if over and run is not None and here.prediction is not None:
            real = run.curves.get(predict.draw or "loss", ())
            st.markdown(in_words(predict, here.prediction, real))
        elif over:
            st.markdown(predict.because)
        elif here.prediction is not None:
            st.caption("Now train, and see.")


def _choose(lesson: Lesson, step: Step, here: StepVisit, predict: Predict, choices: Sequence[str]) -> None:
    picked = st.radio(
        predict.question,
        range(len(choices)),
        index=here.prediction - 1 if isinstance(here.prediction, int) else None,
        format_func=lambda number: choices[number],
        key=f"predict-{lesson.name}-{step.name}",
        label_visibility="collapsed",
        disabled=here.predicted,
    )
    if picked is not None and not here.predicted:
        here.prediction = picked + 1


def _draw(lesson: Lesson, step: Step, here: StepVisit, predict: Predict, run: Run | None) -> None:
    key = f"draw-{lesson.name}-{step.name}"
    assert here.draft is not None
    drawn = here.prediction if isinstance(here.prediction, Sequence) else None
    curve = [] if run is None else run.curves.get(predict.draw or "", ())
    top = predict.top or 1.0
    drawn_curve(
        drawn,
        name=predict.draw or "",
        epochs=len(curve) - 1 if len(curve) > 1 else int(here.draft.training.epochs),
        top=top,
        real=[min(value, top * 2) if value == value else top * 2 for value in curve] or None,
        key=key,
        on_drawn=partial(_take, key, here, top),
    )


def _take(key: str, here: StepVisit, top: float) -> None:
    found = st.session_state[key].get("drawn")
    if here.predicted or not isinstance(found, list) or len(found) != POINTS:
        return
    if all(isinstance(value, int | float) and 0 <= value <= top for value in found):
        here.prediction = [float(value) for value in found]
