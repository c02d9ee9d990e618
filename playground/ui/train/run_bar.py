"""The bar above the curves: this module meets its requests and collects its data; the browser draws it."""

import secrets
from functools import partial

import streamlit as st

from playground.comparing.naming import same_settings
from playground.components.curves_data import Bar, Notice
from playground.errors import ExperimentError
from playground.messages.requests import Outcome, Request
from playground.persons import may
from playground.plan import Plan
from playground.runs import Run, RunsError
from playground.services import runs
from playground.store import StoreError
from playground.ui.forms.check import Check, check_draft
from playground.ui.forms.training_form import learning_rates
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escape
from playground.ui.frame.summaries import experiment_in_short, run_in_short
from playground.ui.frame.unseen import is_unseen
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import number_of_visit, person
from playground.ui.train.requests import ledger, outcomes, pending, settle
from playground.ui.train.shown_run import show
from playground.ui.train.starting import (
    Opening,
    branch_off,
    sentence_of,
    start,
    start_both_by_seeds,
    start_remedy,
    start_seeds,
    start_twin,
)
from playground.ui.train.twins import begin_twin, difference, end_twin, original

_STREAMED = (
    "This run is trained elsewhere, by a script that sends its curves. Its rows and its network are not here: "
    "no twin, no branch, no judgement."
)

_UNSEEN = (
    "This run is on another person's table, which is not shared: the settings in the forms are not its own."
)


def meet_requests(draft: Draft, now: Check, run: Run | None) -> tuple[Run | None, bool]:
    """Meets all requests of the browser that have no outcome yet.

    Returns:
        The run to show from now on, and whether the settings differ from those that the forms have drawn.
    """
    is_other_draft = False
    for request in pending(visit().requests):
        leads_to: dict[str, str] = {}
        outcome = ledger.meet(person().id, request.id, partial(_meet, request, draft, now, run, leads_to))
        if outcome is not None and outcome.run is not None and (started := runs().get(outcome.run)):
            # Show the run before settling the request: a rerun in between meets it again, with the same outcome.
            show(started)
            run = started
        settle(visit().requests, outcome)
        is_other_draft |= outcome is not None and request.kind in ("twin", "new_weights", "remedy")
        if leads_to:
            st.switch_page("runs.py", query_params=leads_to)
    return run, is_other_draft


def title(now: Check, run: Run | None) -> None:
    """Draws one line with the name of the run, or of what would be trained."""
    with st.container(key="what"):
        st.markdown(f"**{escape(_title_text(now, run))}**")


def bar(now: Check, run: Run | None) -> Bar:
    """The data that the browser draws the bar from."""
    mine = run is not None and may(person(), "steer", run)
    rate = run.experiment.training.optimizer.learning_rate if run is not None else None
    return {
        "ready": now.plan is not None,
        "problem": _problem(now),
        "notice": _notice(now, run, original()),
        "twin": original() is not None,
        "shown": run is not None and not run.is_streamed and not is_unseen(run),
        "doctor": True,
        "word": {"mine": mine} if run is None else {**run.controls(), "mine": mine},
        "met": outcomes(),
        "number": number_of_visit(),
        "rates": learning_rates(rate) if rate is not None else [],
        "rate": rate,
    }


def _meet(request: Request, draft: Draft, now: Check, shown: Run | None, leads_to: dict[str, str]) -> Outcome:
    try:
        # The request names the run that the browser showed: an earlier request may have started another since.
        run = (runs().get(request.of) if request.of is not None else None) or shown
    except StoreError as error:
        return Outcome(error=str(error))
    match request.kind:
        case "twin":
            _turn_twin(draft, now.plan, run)
            return Outcome()
        case "sweep":
            if run is not None:
                leads_to["over"] = run.id
            return Outcome()
    try:
        if request.kind == "seeds":
            if run is not None:
                leads_to["seeds"] = start_seeds(run).id
            return Outcome()
        if request.kind == "both_by_seeds":
            if run is not None:
                leads_to["seeds"] = ",".join(group.id for group in start_both_by_seeds(run))
            return Outcome()
        if request.kind == "remedy":
            return (
                Outcome(error="There is no run to try it on.") if run is None else _try(request, draft, run)
            )
        if request.kind == "new_weights":
            draft.choose_seed(secrets.randbelow(1_000_000))
            now = check_draft(draft)
        if now.plan is None:
            return Outcome(error=_problem(now))
        return Outcome(run=_start(request, now.plan, run).id)
    except (ExperimentError, RunsError) as error:
        return Outcome(error=sentence_of(error))
    except StoreError as error:  # the original of a twin cannot be read
        return Outcome(error=str(error))


def _start(request: Request, planned: Plan, run: Run | None) -> Run:
    replaces = request.replaces and ledger.run_of(person().id, request.replaces)
    going = runs().in_memory(replaces) if replaces else None
    opening = Opening(
        held=request.held,
        replaces=going.id if going is not None and not going.over and may(person(), "steer", going) else None,
    )
    of = original()
    if request.kind == "train" and of is not None:
        return start_twin(planned, of, opening)
    if request.kind == "branch" and run is not None:
        return branch_off(run, request.epoch, planned, opening)
    return start(planned, opening)


def _try(request: Request, draft: Draft, run: Run) -> Outcome:
    """Starts the doctor's proposal, and takes over its settings."""
    started = start_remedy(run, request.finding)
    draft.load(started.experiment)
    return Outcome(run=started.id)


def _turn_twin(draft: Draft, planned: Plan | None, run: Run | None) -> None:
    if original() is not None:
        end_twin()
    elif run is not None:
        begin_twin(run, draft, planned)


def _title_text(now: Check, run: Run | None) -> str:
    if run is not None:
        return run_in_short(run)
    return experiment_in_short(now.plan.experiment) if now.plan else "Not ready to train"


def _problem(now: Check) -> str:
    """A sentence that says why the settings cannot be trained; "" if they can."""
    if not now.problems:
        return ""
    more = len(now.problems) - 1
    return f"{now.problems[0]}" + (f" (and {more} more)" if more else "")


def _notice(now: Check, run: Run | None, of: Run | None) -> Notice:
    """The line of the bar when there is no problem: on a twin, on the store, or on changed settings."""
    if of is not None and now.plan:
        changed = difference(now.plan.experiment, of)
        text = f"Twin of {_title_text(now, of)}: change one setting, then press Train. So far: {changed}."
        return {"text": text, "tone": "info"}
    if said := runs().trouble:
        return {"text": said, "tone": "trouble"}
    if is_unseen(run):
        return {"text": _UNSEEN, "tone": "info"}
    if run is not None and run.is_streamed:
        return {"text": _STREAMED, "tone": "info"}
    if run is not None and now.plan and not same_settings(run.experiment, now.plan.experiment):
        word = "was trained" if run.over else "still trains"
        text = f"The settings have changed: this run {word} with its own."
        return {"text": text, "tone": "info"}
    return {"text": "", "tone": "info"}
