"""A running check: the runs of the reader's settings, those of the lesson's own experiments, and the verdict."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import streamlit as st
from cachetools import LRUCache

from playground.errors import ExperimentError
from playground.experiment import Complete
from playground.lessons.attempt import Attempt, ByHandValues, TrainedRun, trained_of
from playground.lessons.by_hand import set_by_hand
from playground.lessons.goals import experiments_in, fails_already, judge, needs_runs
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step
from playground.plan import plan
from playground.runs import RunsError
from playground.server.addresses import address_of_page
from playground.services import runs
from playground.store import StoreError
from playground.studies.seeds import with_seeds
from playground.ui.forms.check import Check
from playground.ui.frame.markdown import escape
from playground.ui.frame.trouble import read_or_say
from playground.ui.frame.visitor import person
from playground.ui.lessons.address import about_check, checks_in_address, note_check
from playground.ui.lessons.experiment import why_held
from playground.ui.lessons.state import StepVisit, Trying
from playground.ui.train.starting import sentence_of
from playground.ui.train.stop import stop

_LOOK_SECONDS = 0.5

# The runs of the lessons' own experiments, which are the same for every reader.
_compared: LRUCache[str, Sequence[TrainedRun]] = LRUCache(100)
_lock = threading.Lock()


def check(lesson: Lesson, step: Step, here: StepVisit, now: Check | None) -> None:
    """Judges at once if no run is needed, else starts the runs.

    Args:
        now: the check of the settings; None for a step without an experiment.
    """
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
    about = {**about_check(lesson, step), "answer": here.answer, "hand": here.hand}
    _train(here, Trying(attempt.plan), with_seeds(attempt.plan.experiment, step.goal.seeds), about)


def resume(lesson: Lesson, step: Step, here: StepVisit) -> None:
    """Continues the check that the address names, and writes the running check into the address."""
    if here.trying is not None:
        note_check(*here.trying.groups)
        return
    try:
        groups = checks_in_address(lesson, step)
    except StoreError:  # the address keeps the names until the store is back; the page says what is wrong
        return
    if groups:
        first, *compared = groups
        here.trying = Trying(
            plan(first.runs[0].experiment), [first.id], resumes=[group.id for group in compared]
        )
        here.answer, hand = first.settings["answer"], first.settings["hand"]
        here.hand = None if hand is None else (hand[0], hand[1])
    else:
        note_check()


def by_hand_of(step: Step, here: StepVisit) -> ByHandValues | None:
    """The line that is set by hand in a step; None if there is none."""
    if step.by_hand is None or here.begun is None:
        return None
    w, b = here.hand or (step.by_hand.w.start, step.by_hand.b.start)
    return set_by_hand(plan(here.begun), w, b, step.by_hand.loss)


def _train(
    here: StepVisit,
    trying: Trying,
    experiments: Sequence[Complete],
    about: Mapping[str, Any],
    compares: str = "",
) -> None:
    """Starts a group of runs of a check. The check changes only after they are started.

    A broken connection may end the script where it asks for the person; then nothing has changed.
    """
    cells = [f"seed {experiment.training.seed}" for experiment in experiments]
    try:
        group = runs().groups.start(
            experiments,
            person(),
            "seeds",
            cells,
            about,
            address=address_of_page(),
            holds_rate=True,  # the check is of the settings at the press
        )
    except (ExperimentError, RunsError) as error:
        _end(here, escape(sentence_of(error)))
        return
    trying.groups.append(group.id)
    trying.compares = compares
    here.trying = trying
    note_check(*trying.groups)


@st.fragment(run_every=_LOOK_SECONDS)
def watch(lesson: Lesson, step: Step, here: StepVisit, where: str = "") -> None:
    """Draws the progress of a check's runs, and judges them when they are over.

    Args:
        where: a sentence that names the checked step while another one is open.
    """
    with read_or_say(f"check-{step.name}"):
        _look(lesson, step, here, where)


def _look(lesson: Lesson, step: Step, here: StepVisit, where: str) -> None:
    trying = here.trying
    if trying is None:
        st.rerun()
    group = runs().groups.get(trying.groups[-1])
    if group is None:
        _come_to_nothing(here, "The runs of this check are gone; check once more.", where)
    if not group.over:
        done = sum(run.over for run in group.runs)
        what = f"“{escape(trying.compares)}”, to compare with" if trying.compares else "your settings"
        how_far = f"{escape(where)} Training {what}: {done} of {len(group.runs)} seeds …"
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.progress(done / len(group.runs), how_far)
            if st.button("Stop", key=f"stop-{lesson.name}-{step.name}", type="tertiary"):
                stop([run for run in group.runs if not run.over])
        return
    found = [trained_of(run) for run in group.runs]
    if not all(run.is_whole for run in found):  # other readers would compare with it too
        _come_to_nothing(here, "A run of this check was stopped or has failed; check once more.", where)
    if trying.compares:
        trying.others[trying.compares] = found
        with _lock:
            _compared[_key_of(found[0].experiment, len(found))] = found
    else:
        trying.runs = found
    _go_on(lesson, step, here, trying)
    if where and here.verdict is not None:
        came_to = "Reached." if here.verdict.reached else "Not yet: the step itself says why."
        st.toast(f"{escape(where)} {came_to}", icon=":material/task_alt:")
    elif where and here.trying is None:
        _come_to_nothing(here, here.said, where)
    st.rerun()


def _come_to_nothing(here: StepVisit, why: str, where: str) -> NoReturn:
    """Ends a check without a result, says why if another step is open, and runs the page again."""
    if where:
        st.toast(f"{escape(where)} {why}", icon=":material/info:")
    _end(here, why)
    st.rerun()


def _go_on(lesson: Lesson, step: Step, here: StepVisit, trying: Trying) -> None:
    """Trains the next of the lesson's own experiments for the comparison, or judges."""
    assert step.goal is not None
    for name in experiments_in(step.goal):
        if name in trying.others:
            continue
        own = plan(lesson.experiments[name]).experiment
        with _lock:
            known = _compared.get(_key_of(own, step.goal.seeds))
        if known is None:
            if (before := _started_before(trying, own, step.goal.seeds)) is not None:
                trying.groups.append(before)
                trying.compares = name
            else:
                seeds = with_seeds(own, step.goal.seeds)
                _train(here, trying, seeds, about_check(lesson, step), compares=name)
            return
        trying.others[name] = known
    attempt = Attempt(trying.plan, trying.runs, trying.others, by_hand_of(step, here), here.answer)
    here.said = ""
    _settle(lesson, step, here, attempt)
    here.trying = None
    note_check()  # last, because a broken connection may end the script here


def _started_before(trying: Trying, own: Complete, seeds: int) -> str | None:
    """The id of the group with an experiment of the lesson that was started before a reload; None if there is none."""
    for name in trying.resumes:
        group = runs().groups.get(name)
        if group is not None and _key_of(group.runs[0].experiment, len(group.runs)) == _key_of(own, seeds):
            return name
    return None


def _end(here: StepVisit, said: str = "") -> None:
    """Ends the running check; `said` is why it has no result."""
    here.trying, here.said = None, said
    note_check()


def _settle(lesson: Lesson, step: Step, here: StepVisit, attempt: Attempt) -> None:
    assert step.goal is not None
    by = person()  # first, because a broken connection may end the script here
    here.verdict = judge(step.goal, attempt, lesson.plans())
    try:
        runs().lessons.tried(by, lesson.name, step.name, reached=here.verdict.reached)
    except StoreError as error:
        here.said = f"This cannot be noted at the moment. {escape(str(error))}"


def _key_of(experiment: Complete, seeds: int) -> str:
    return f"{seeds} {experiment.model_dump_json()}"
