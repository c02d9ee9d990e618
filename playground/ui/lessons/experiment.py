"""The live experiment of a step: its controls, its run on the real engine, curves and picture."""

from functools import partial

import streamlit as st

from playground.components.curves_data import Bar
from playground.components.live_curves import live_curves
from playground.errors import ExperimentError
from playground.lessons.changes import carried_over, is_within, locked_changes, why_locked
from playground.lessons.lesson import Lesson
from playground.lessons.model import Step
from playground.messages.edits import LayerEdit
from playground.messages.requests import Outcome, Request
from playground.messages.wishes import Pause
from playground.persons import may
from playground.plan import plan
from playground.runs import Run, RunsError
from playground.server.addresses import address_of_page
from playground.services import runs
from playground.store import StoreError
from playground.ui.forms.check import Check, check_draft, data_of
from playground.ui.forms.fields import Fields
from playground.ui.forms.layer_edits import edit_layers, stack_of
from playground.ui.frame.draft import Draft
from playground.ui.frame.visitor import number_of_visit, person
from playground.ui.lessons.address import TRAINED, checks_in_address
from playground.ui.lessons.controls import controls, locked_settings
from playground.ui.lessons.state import LessonVisit, StepVisit
from playground.ui.train.requests import ledger, note, outcomes, pending, settle
from playground.ui.train.starting import sentence_of
from playground.ui.train.untrained import untrained_networks

KEY = "lesson_curves"
_RATE = "training.optimizer.learning_rate"
_NOT_HERE = "A lesson trains its own experiment from the start; the Playground has the rest."


def begin(lesson: Lesson, step: Step, at: LessonVisit) -> StepVisit:
    """The state of a step in this visit. At the first opening it begins with the lesson's own experiment.

    Settings that the reader changed in another step of this experiment are taken over if this step gives them.
    """
    here = at.step(step.name)
    begun = lesson.experiment_of(step)
    if begun is None:
        return here
    if here.draft is None or here.begun != begun:
        here.begun = begun
        earlier = [
            other.draft
            for name, other in at.steps.items()
            if other.draft is not None
            and lesson.step(name).experiment == step.experiment
            and name != step.name
        ]
        start, run = begun, _checked_run(lesson, step) or run_of(step, at)  # after a reload
        if earlier and (now := check_draft(earlier[-1]).plan) is not None:
            start = carried_over(step, begun, now.experiment)
        elif run is not None:
            start = carried_over(step, begun, run.experiment)
        here.draft = Draft(start, scope=f"{lesson.name}-{step.name}-")
    return here


def _checked_run(lesson: Lesson, step: Step) -> Run | None:
    """The first run of the reader's settings in the check that the address names; None if there is none."""
    try:
        checks = checks_in_address(lesson, step)
    except StoreError:  # as in `run_of`
        return None
    return checks[0].runs[0] if checks else None


def run_of(step: Step, at: LessonVisit) -> Run | None:
    """The run that a step shows: the last one of its experiment in this visit, or the person's own in the address."""
    known = at.runs.get(step.experiment or "")
    named = known or st.query_params.get(TRAINED)
    try:
        run = None if named is None else runs().get(named)
    except StoreError:  # the address keeps the name until the store is back; the page says what is wrong
        return None
    return run if run is not None and (known or may(person(), "steer", run)) else None


def forms(step: Step, here: StepVisit) -> Check:
    """Draws the controls of a step; returns the check of its settings."""
    draft = here.draft
    assert draft is not None
    fields = Fields()
    if step.gives:
        with st.container(key="lesson_controls", border=True):
            controls(step, draft, data_of(draft), fields)
    now = check_draft(draft)
    fields.tell(now.problems, now.notes if step.gives else ())
    locked_settings(step, now.plan.experiment if now.plan else None)
    return now


def why_held(step: Step, here: StepVisit, now: Check) -> str:
    """Why these settings cannot be trained in this step; "" if they can."""
    if now.plan is None:
        return str(now.problems[0])
    assert here.begun is not None
    held = locked_changes(step, plan(here.begun).experiment, now.plan.experiment)
    return why_locked(held) if held else ""


def live(step: Step, at: LessonVisit, here: StepVisit, now: Check) -> Run | None:
    """Draws the run with its bar; returns the run that is shown."""
    assert step.experiment is not None
    assert here.draft is not None
    run = _meet(step, at, here, now)
    experiment = run.experiment if run is not None else now.plan.experiment if now.plan else None
    live_curves(
        run.id if run is not None else None,
        loss=experiment.training.loss if experiment else "loss",
        metrics=experiment.training.metrics if experiment else (),
        known_state=run.state if run is not None else "",
        experiment=experiment,
        key=_key(step),
        first="Press Train, and the curves begin here.",
        picture="picture" in step.shows,
        untrained=untrained_networks(now.plan, run),
        bar=_bar(step, here, now, run),
        stack=stack_of(here.draft) if _gives_layers(step) else None,
        on_request=partial(_note, step, here),
    )
    return run


def holds_rate(step: Step) -> bool:
    """Whether a step locks the learning rate, also of a run that goes on."""
    return not any(is_within(_RATE, path) for path in step.gives)


def _key(step: Step) -> str:
    """The key of the curves. A chart keeps a picture that it has drawn, so a chart without one needs another key."""
    return KEY if "picture" in step.shows else f"{KEY}_alone"


def _note(step: Step, here: StepVisit) -> None:
    note(st.session_state[_key(step)].get("request"), here.requests, partial(_edit, step, here))


def _edit(step: Step, here: StepVisit, edit: LayerEdit) -> Outcome:
    if not _gives_layers(step) or here.draft is None:
        return Outcome(error=why_locked(["network.layers"]))
    return Outcome(error=edit_layers(here.draft, edit))


def _gives_layers(step: Step) -> bool:
    return any(path in ("network", "network.layers") for path in step.gives)


def _meet(step: Step, at: LessonVisit, here: StepVisit, now: Check) -> Run | None:
    assert step.experiment is not None
    before = at.runs.get(step.experiment)
    meet_requests(step, at, here, now)
    run = run_of(step, at)
    if run is not None:
        # so that a reload shows it again
        at.runs[step.experiment] = st.query_params[TRAINED] = run.id
        # A run of another step leaves this step's question open.
        here.predicted = here.predicted or run.id != before
    return run


def meet_requests(step: Step, at: LessonVisit, here: StepVisit, now: Check) -> None:
    """Meets the requests of a step that have no outcome yet; another step may be open."""
    assert step.experiment is not None
    for request in pending(here.requests):
        outcome = ledger.meet(person().id, request.id, partial(_start, request, step, here, now))
        if outcome is not None and outcome.run is not None and runs().get(outcome.run) is not None:
            at.runs[step.experiment] = outcome.run
            here.predicted = True  # also if another step is open, whose question stays open
            trained = at.trained.setdefault(step.experiment, [])
            if outcome.run not in trained:  # the request comes again if the script is ended here
                trained.append(outcome.run)
        settle(here.requests, outcome)


def _start(request: Request, step: Step, here: StepVisit, now: Check) -> Outcome:
    if request.kind not in ("train", "hold", "reset"):
        return Outcome(error=_NOT_HERE)
    if why := why_held(step, here, now):
        return Outcome(error=why)
    assert now.plan is not None
    replaces = request.replaces and ledger.run_of(person().id, request.replaces)
    going = runs().in_memory(replaces) if replaces else None
    replaced = going.id if going is not None and not going.over and may(person(), "steer", going) else None
    try:
        run = runs().start(
            now.plan.experiment,
            person(),
            [Pause()] if request.held else [],
            replaces=replaced,
            address=address_of_page(),
            holds_rate=holds_rate(step),
        )
    except (ExperimentError, RunsError) as error:
        return Outcome(error=sentence_of(error))
    return Outcome(run=run.id)


def _bar(step: Step, here: StepVisit, now: Check, run: Run | None) -> Bar:
    mine = run is not None and may(person(), "steer", run)
    why = why_held(step, here, now)
    return {
        "ready": not why,
        "problem": why,
        "notice": {"text": "", "tone": "info"},
        "twin": False,
        "shown": run is not None,
        "doctor": False,
        "word": {"mine": mine} if run is None else {**run.controls(), "mine": mine},
        "met": outcomes(),
        "number": number_of_visit(),
        "rates": [],
        "rate": None,
    }
