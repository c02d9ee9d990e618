"""The goal of a step: the task, the check over several seeds, hint or praise, and the solution at request."""

import json
import threading
from collections.abc import Sequence
from functools import partial

import streamlit as st
from cachetools import LRUCache

from playground.errors import ExperimentError
from playground.experiment import Complete
from playground.lessons.attempt import Attempt, ByHandValues, Trained, trained_of
from playground.lessons.by_hand import set_by_hand
from playground.lessons.changes import answered, flat
from playground.lessons.goals import experiments_in, fails_already, judge, needs_runs
from playground.lessons.lesson import Lesson
from playground.lessons.model import Answer, Goal, Step
from playground.plan import plan
from playground.runs import RunsError
from playground.runs.lesson_progress import Reached
from playground.services import runs
from playground.store import StoreError
from playground.studies.seeds import with_seeds
from playground.ui.forms.check import Check
from playground.ui.frame.markdown import escape
from playground.ui.frame.visitor import client_address, person
from playground.ui.lessons.experiment import why_held
from playground.ui.lessons.state import StepVisit, Trying
from playground.ui.train.starting import sentence_of

_LOOK_SECONDS = 0.5

# The runs of the lessons' own experiments, which are the same for every reader.
_compared: LRUCache[str, Sequence[Trained]] = LRUCache(100)
_lock = threading.Lock()


def goal(lesson: Lesson, step: Step, here: StepVisit, now: Check | None, before: Reached) -> None:
    """Draws the task of a step with its check.

    Args:
        now: the check of the settings; None for a step without an experiment.
        before: what the person has reached in it so far.
    """
    if step.goal is None:
        return
    with st.container(key="lesson_goal", border=True):
        done = before.reached_at is not None
        st.markdown(
            f"{':green[:material/check_circle:]' if done else ':material/flag:'} **Your task.** {step.goal.text}"
        )
        if step.goal.ask is not None:
            _ask(lesson, step, here, step.goal)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                "Check",
                icon=":material/task_alt:",
                key=f"check-{lesson.name}-{step.name}",
                type="primary",
                shortcut="Ctrl+Enter",
                disabled=here.trying is not None,
                on_click=partial(_check, lesson, step, here, now),
                help=_means(step.goal),
            )
            st.button(
                "Hide the solution" if here.shows_solution else "Show a solution",
                key=f"solution-{lesson.name}-{step.name}",
                type="tertiary",
                on_click=partial(_turn_solution, lesson, step, here),
            )
        if here.trying is not None:
            _watch(lesson, step, here)
        else:
            _outcome(step.goal, here)
        if here.shows_solution:
            _solution(lesson, step, here, step.goal)


def _means(asked: Goal) -> str:
    if not needs_runs(asked):
        return "Looks at what you have set."
    return (
        f"Trains your settings with {asked.seeds} seeds and looks at all of them: one run alone may be luck."
    )


def _ask(lesson: Lesson, step: Step, here: StepVisit, asked: Goal) -> None:
    key = f"answer-{lesson.name}-{step.name}"
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


def _check(lesson: Lesson, step: Step, here: StepVisit, now: Check | None) -> None:
    """Judges at once what needs no run, else starts the runs: a callback."""
    assert step.goal is not None
    here.verdict, here.said = None, ""
    if step.goal.ask is not None and here.answer is None:
        here.said = "Answer the question first."
        return
    if now is not None and (why := why_held(step, here, now)):
        here.said = escape(why)
        return
    attempt = Attempt(None if now is None else now.plan, by_hand=by_hand_of(step, here), answer=here.answer)
    if not needs_runs(step.goal) or fails_already(step.goal, attempt, lesson.plans()):
        _settle(lesson, step, here, attempt)
        return
    assert attempt.plan is not None
    here.trying = Trying(attempt.plan, "")
    _train(here, with_seeds(attempt.plan.experiment, step.goal.seeds))


def by_hand_of(step: Step, here: StepVisit) -> ByHandValues | None:
    """The line that is set by hand in a step; None where there is none."""
    if step.by_hand is None or here.begun is None:
        return None
    w, b = here.hand or (step.by_hand.w.start, step.by_hand.b.start)
    return set_by_hand(plan(here.begun), w, b, step.by_hand.loss)


def _train(here: StepVisit, experiments: Sequence[Complete]) -> None:
    assert here.trying is not None
    cells = [f"seed {experiment.training.seed}" for experiment in experiments]
    try:
        group = runs().start_group(
            experiments,
            person(),
            "seeds",
            cells,
            {"of": None},
            address=client_address(),
            holds_rate=True,  # what is checked is what was set
        )
    except (ExperimentError, RunsError) as error:
        here.trying, here.said = None, escape(sentence_of(error))
        return
    here.trying.group = group.id


@st.fragment(run_every=_LOOK_SECONDS)
def _watch(lesson: Lesson, step: Step, here: StepVisit) -> None:
    trying = here.trying
    if trying is None:
        st.rerun()
    group = runs().group(trying.group)
    if group is None:
        here.trying, here.said = None, "The runs of this check are gone; check once more."
        st.rerun()
    if not group.over:
        done = sum(run.over for run in group.runs)
        what = f"“{trying.compares}”, to compare with" if trying.compares else "your settings"
        st.progress(done / len(group.runs), f"Training {what}: {done} of {len(group.runs)} seeds …")
        return
    found = [trained_of(run) for run in group.runs]
    if not all(run.is_whole for run in found):  # others would compare with it too
        here.trying, here.said = None, "A run of this check was stopped or has failed; check once more."
        st.rerun()
    if trying.compares:
        trying.others[trying.compares] = found
        with _lock:
            _compared[_key_of(found[0].experiment, len(found))] = found
    else:
        trying.runs = found
    _go_on(lesson, step, here, trying)
    st.rerun()


def _go_on(lesson: Lesson, step: Step, here: StepVisit, trying: Trying) -> None:
    """Trains the next of the lesson's own experiments that is compared with, or judges."""
    assert step.goal is not None
    for name in experiments_in(step.goal):
        if name in trying.others:
            continue
        own = plan(lesson.experiments[name]).experiment
        with _lock:
            known = _compared.get(_key_of(own, step.goal.seeds))
        if known is None:
            trying.compares = name
            _train(here, with_seeds(own, step.goal.seeds))
            return
        trying.others[name] = known
    here.trying = None
    _settle(
        lesson,
        step,
        here,
        Attempt(trying.plan, trying.runs, trying.others, by_hand_of(step, here), here.answer),
    )


def _settle(lesson: Lesson, step: Step, here: StepVisit, attempt: Attempt) -> None:
    assert step.goal is not None
    here.verdict = judge(step.goal, attempt, lesson.plans())
    try:
        runs().lessons.tried(person(), lesson.name, step.name, reached=here.verdict.reached)
    except StoreError as error:
        here.said = f"This cannot be noted at the moment. {escape(str(error))}"


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
        key = f"answer-{lesson.name}-{step.name}"
        st.session_state[key] = int(answer.answer) - 1 if step.goal and step.goal.choices else answer.answer
    here.verdict = None


def _key_of(experiment: Complete, seeds: int) -> str:
    return f"{seeds} {experiment.model_dump_json()}"
