"""A lesson: the text of a step on the left, its live experiment on the right."""

from pathlib import Path

import streamlit as st

from playground.components.lesson_keys import lesson_keys
from playground.components.scroll_top import scroll_top
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step
from playground.runs.lesson_progress import StepProgress
from playground.ui.forms.check import Check, check_draft
from playground.ui.frame.visit import visit
from playground.ui.lessons.activations import activations
from playground.ui.lessons.address import step_of
from playground.ui.lessons.checking import watch
from playground.ui.lessons.experiment import begin, forms, live, meet_requests, run_of
from playground.ui.lessons.goal import goal, meet_press
from playground.ui.lessons.lights import light
from playground.ui.lessons.line import line
from playground.ui.lessons.predicting import predicting
from playground.ui.lessons.side_by_side import side_by_side
from playground.ui.lessons.state import LessonVisit, StepVisit
from playground.ui.lessons.text import Done, head_of, text, turn
from playground.ui.train.code_beside import code_beside

STYLE = Path(__file__).with_name("lessons.css")


def lesson_page(lesson: Lesson, done: Done) -> None:
    """Draws the step that the address names."""
    step = step_of(lesson)
    at = visit().lessons.setdefault(lesson.name, LessonVisit())
    here = begin(lesson, step, at)
    st.set_page_config(page_title=f"{step.title} · {lesson.title}")
    before = done.get((lesson.name, step.name), StepProgress())
    _meet_presses_elsewhere(lesson, step, at)
    light(step)
    scroll_top(f"{lesson.name} {step.name}")
    lesson_keys()
    if step.experiment is None:
        with st.container(key="lesson_alone"):
            _head(lesson, step, at, done)
            text(lesson, step)
            goal(lesson, step, here, None, before)
            turn(lesson, step)
        return
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="lesson_left"):
        _head(lesson, step, at, done)
        text(lesson, step)
        curves = st.container(key="lesson_activations") if "activations" in step.shows else None
        # The parts below the text need the experiment, which is drawn on the right.
        question = st.container(key="lesson_question")
        task = st.container(key="lesson_task")
        ways = st.container(key="lesson_ways")
    with right, st.container(key="lesson_right"):
        now = _experiment(lesson, step, at, here)
    if curves is not None:
        with curves:
            activations(here)
    run = run_of(step, at)
    with question:
        predicting(lesson, step, here, run)
    with task:
        goal(lesson, step, here, now, before)
    with ways:
        turn(lesson, step)


def _head(lesson: Lesson, step: Step, at: LessonVisit, done: Done) -> None:
    """Draws the head of a step, and the check of another step if one is running."""
    head_of(lesson, step, done)
    for number, other in enumerate(lesson.steps, 1):
        there = at.steps.get(other.name)
        if other.name != step.name and there is not None and there.trying is not None:
            watch(lesson, other, there, f"Step {number}, {other.title}.")


def _meet_presses_elsewhere(lesson: Lesson, step: Step, at: LessonVisit) -> None:
    """Trains and checks the step in which Train or Check was pressed just before another step was opened."""
    for other in lesson.steps:
        there = at.steps.get(other.name)
        if other.name == step.name or there is None or not (there.requests or there.wants_check):
            continue
        now = None if there.draft is None else check_draft(there.draft)
        if now is not None:
            meet_requests(other, at, there, now)
        if meet_press(lesson, other, there, now):
            st.rerun()  # the head says it


def _experiment(lesson: Lesson, step: Step, at: LessonVisit, here: StepVisit) -> Check:
    if "by_hand" in step.shows:
        line(lesson, step, here)
    now = forms(step, here)
    if "curves" in step.shows or "picture" in step.shows:
        with st.container(key="lesson_live"):
            live(step, at, here, now)
        side_by_side(lesson, step, at)
    if "code" in step.shows:
        with st.container(key="lesson_code"):
            code_beside(now, st.container(), f"code-{lesson.name}-{step.name}")
    return now
