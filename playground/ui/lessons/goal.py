"""The goal of a step: the task, the check over several seeds, hint or praise, and the solution on request."""

from functools import partial

import streamlit as st

from playground.comparing.differences import differences
from playground.lessons.changes import with_answer
from playground.lessons.goals import needs_runs
from playground.lessons.lesson import Lesson
from playground.lessons.model import Answer, Goal, Step
from playground.plan import plan
from playground.runs.lesson_progress import StepProgress
from playground.services import runs
from playground.store import StoreError
from playground.ui.forms.check import Check
from playground.ui.frame.markdown import escape
from playground.ui.frame.visitor import person
from playground.ui.lessons.checking import check, resume, watch
from playground.ui.lessons.state import StepVisit


def goal(lesson: Lesson, step: Step, here: StepVisit, now: Check | None, before: StepProgress) -> None:
    """Draws the task of a step with its check.

    Args:
        now: the check of the settings; None for a step without an experiment.
        before: the person's progress in it so far.
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
        if meet_press(lesson, step, here, now):
            st.rerun()  # the head of the step says it too
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                "Check",
                icon=":material/task_alt:",
                key=f"check-{lesson.name}-{step.name}",
                type="primary",
                shortcut="Ctrl+Enter",
                disabled=here.trying is not None,
                on_click=partial(_want_check, lesson, step, here),
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


def _want_check(lesson: Lesson, step: Step, here: StepVisit) -> None:
    """Notes that Check was pressed: a callback, which does not know settings that changed since the last script.

    It takes the answer to a question, which is known already, because the next press may open another step.
    """
    here.wants_check = True
    if (key := _key_of_answer(lesson, step, here)) in st.session_state:
        _take_answer(step, here, st.session_state[key])


def meet_press(lesson: Lesson, step: Step, here: StepVisit, now: Check | None) -> bool:
    """Checks the current settings if Check was pressed and no check is running; returns whether the goal is reached.

    Args:
        now: as in `goal`.
    """
    if not here.wants_check:
        return False
    if here.trying is not None:
        here.wants_check = False
        return False
    try:
        check(lesson, step, here, now)
    except Exception:
        here.wants_check = False
        raise
    here.wants_check = False  # last, so that the next script checks if a broken connection ends this one
    return here.verdict is not None and here.verdict.reached


def _means(asked: Goal) -> str:
    if not needs_runs(asked):
        return "Looks at what you have set." if asked.ask is None else "Looks at your answer."
    return (
        f"Trains your settings with {asked.seeds} seeds and looks at all of them: one run alone may be luck."
    )


def _ask(lesson: Lesson, step: Step, here: StepVisit, asked: Goal) -> None:
    key = _key_of_answer(lesson, step, here)
    if asked.choices is not None:
        choices = asked.choices
        picked: float | None = st.radio(
            asked.ask or "",
            range(len(choices)),
            index=None if here.answer is None else int(here.answer) - 1,
            format_func=lambda number: choices[number],
            key=key,
        )
    else:
        picked = st.number_input(asked.ask or "", value=here.answer, key=key, format="%.10g", step=1.0)
    _take_answer(step, here, picked)


def _key_of_answer(lesson: Lesson, step: Step, here: StepVisit) -> str:
    return f"answer-{lesson.name}-{step.name}-{here.answers_put_in}"


def _take_answer(step: Step, here: StepVisit, value: float | None) -> None:
    """Takes the value of a widget: a number, or the index of a choice from 0."""
    is_choice = step.goal is not None and step.goal.choices is not None
    here.answer = None if value is None else value + 1.0 if is_choice else value


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
    lines = _changes(lesson, step, answer)
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
        on_click=partial(_apply_solution, lesson, step, here, answer),
    )


def _changes(lesson: Lesson, step: Step, answer: Answer) -> list[str]:
    """The settings of an answer that differ from those at the step's beginning, by their titles."""
    begun = lesson.experiment_of(step)
    if begun is None or not (answer.set or answer.unset):
        return []
    now = plan(with_answer(begun, step, answer)).experiment
    found = differences([plan(begun).experiment, now])
    if not found:
        return ["The settings with which the step begins."]
    return [f"{escape(each.title)}: **{escape(each.values[1])}**" for each in found]


def _apply_solution(lesson: Lesson, step: Step, here: StepVisit, answer: Answer) -> None:
    """Applies the solution: a callback."""
    begun = lesson.experiment_of(step)
    if begun is not None and here.draft is not None:
        here.draft.load(with_answer(begun, step, answer))
    if answer.w is not None and answer.b is not None:
        here.hand = (answer.w, answer.b)
    if answer.answer is not None:
        here.answer = answer.answer
        here.answers_put_in += 1
    here.verdict = None
