"""The goal of a step: the task, the check over several seeds, hint or praise, and the solution at request."""

import json
from functools import partial

import streamlit as st

from playground.lessons.changes import answered, flat
from playground.lessons.goals import needs_runs
from playground.lessons.lesson import Lesson
from playground.lessons.model import Answer, Goal, Step
from playground.runs.lesson_progress import Reached
from playground.services import runs
from playground.store import StoreError
from playground.ui.forms.check import Check
from playground.ui.frame.markdown import escape
from playground.ui.frame.visitor import person
from playground.ui.lessons.checking import check, resume, watch
from playground.ui.lessons.state import StepVisit


def goal(lesson: Lesson, step: Step, here: StepVisit, now: Check | None, before: Reached) -> None:
    """Draws the task of a step with its check.

    Args:
        now: the check of the settings; None for a step without an experiment.
        before: what the person has reached in it so far.
    """
    if step.goal is None:
        return
    resume(lesson, step, here)
    with st.container(key="lesson_goal", border=True):
        done = before.reached_at is not None
        st.markdown(
            f"{':green[:material/check_circle:]' if done else ':material/flag:'} **Your task.** {step.goal.text}"
        )
        if step.goal.ask is not None:
            _ask(lesson, step, here, step.goal)
        _meet_press(lesson, step, here, now)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                "Check",
                icon=":material/task_alt:",
                key=f"check-{lesson.name}-{step.name}",
                type="primary",
                shortcut="Ctrl+Enter",
                disabled=here.trying is not None,
                on_click=partial(_want_check, here),
            )
            st.button(
                "Hide the solution" if here.shows_solution else "Show a solution",
                key=f"solution-{lesson.name}-{step.name}",
                type="tertiary",
                on_click=partial(_turn_solution, lesson, step, here),
            )
        st.caption(_means(step.goal))
        if here.trying is not None:
            watch(lesson, step, here)
        else:
            _outcome(step.goal, here)
        if here.shows_solution:
            _solution(lesson, step, here, step.goal)


def _want_check(here: StepVisit) -> None:
    """Notes that Check was pressed: a callback, which does not know what was typed since the last script."""
    here.wants_check = True


def _meet_press(lesson: Lesson, step: Step, here: StepVisit, now: Check | None) -> None:
    """Checks what is set now, if Check was pressed and no check is under way."""
    pressed, here.wants_check = here.wants_check, False
    if pressed and here.trying is None:
        check(lesson, step, here, now)
        if here.verdict is not None and here.verdict.reached:
            st.rerun()  # the head of the step says it too


def _means(asked: Goal) -> str:
    if not needs_runs(asked):
        return "Looks at what you have set."
    return (
        f"Trains your settings with {asked.seeds} seeds and looks at all of them: one run alone may be luck."
    )


def _ask(lesson: Lesson, step: Step, here: StepVisit, asked: Goal) -> None:
    key = f"answer-{lesson.name}-{step.name}-{here.answers_put_in}"
    if asked.choices is not None:
        choices = asked.choices
        picked = st.radio(
            asked.ask or "",
            range(len(choices)),
            index=None if here.answer is None else int(here.answer) - 1,
            format_func=lambda number: choices[number],
            key=key,
        )
        here.answer = None if picked is None else picked + 1.0
        return
    here.answer = st.number_input(asked.ask or "", value=here.answer, key=key, format="%.10g", step=1.0)


def _outcome(asked: Goal, here: StepVisit) -> None:
    if here.verdict is not None and here.verdict.reached:
        st.success(asked.reached or "Reached.", icon=":material/check_circle:")
    elif here.verdict is not None:
        kind = "" if here.verdict.hint is not None else "Not yet. "
        said = here.verdict.sentence if here.verdict.hint is not None else escape(here.verdict.sentence)
        st.info(f"{kind}{said}", icon=":material/lightbulb:")
    if here.said:
        st.warning(here.said, icon=":material/info:")


def _turn_solution(lesson: Lesson, step: Step, here: StepVisit) -> None:
    here.shows_solution = not here.shows_solution
    if here.shows_solution:
        try:
            runs().lessons.seen(person(), lesson.name, step.name)
        except StoreError as error:
            here.said = escape(str(error))


def _solution(lesson: Lesson, step: Step, here: StepVisit, asked: Goal) -> None:
    answer = asked.solutions[0]
    lines = [f"`{path}` = `{json.dumps(value)}`" for path, value in flat(answer.set)]
    lines += [f"`{path}` off" for path in answer.unset]
    lines += [
        f"{name} = {value:g}" for name, value in (("w", answer.w), ("b", answer.b)) if value is not None
    ]
    if answer.answer is not None:
        choice = asked.choices[int(answer.answer) - 1] if asked.choices else f"{answer.answer:g}"
        lines.append(choice)
    st.markdown("  \n".join([*lines, *([answer.because] if answer.because else [])]))
    st.button(
        "Put it in",
        icon=":material/input:",
        key=f"put-{lesson.name}-{step.name}",
        on_click=partial(_put_in, lesson, step, here, answer),
    )


def _put_in(lesson: Lesson, step: Step, here: StepVisit, answer: Answer) -> None:
    """Takes the solution over: a callback."""
    begun = lesson.experiment_of(step)
    if begun is not None and here.draft is not None:
        here.draft.load(answered(begun, step, answer))
    if answer.w is not None and answer.b is not None:
        here.hand = (answer.w, answer.b)
    if answer.answer is not None:
        here.answer = answer.answer
        here.answers_put_in += 1
    here.verdict = None
