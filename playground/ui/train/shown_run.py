"""The run and the settings that a visit shows. The run's id is in the address, so that a reload shows it again."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.experiment import Experiment
from playground.experiment.presets import presets
from playground.runs.run import Run
from playground.services import runs
from playground.ui.frame.draft import Draft
from playground.ui.frame.unseen import is_unseen
from playground.ui.frame.visit import visit
from playground.ui.train.twins import begin_twin


def show(run: Run) -> None:
    """Shows another run the next time that the script runs."""
    before = st.query_params.get("run")
    if before != run.id:
        visit().left_runs.append(before)
    visit().shown_run = run.id
    st.query_params["run"] = run.id


def shown_run() -> Run | None:
    """The run that the address names; None if it names none, or, with a toast, if that run is not kept here."""
    if (original := st.query_params.get("twin")) is not None:
        st.query_params["run"] = original
    name = st.query_params.get("run")
    shown = visit().shown_run
    if shown is not None and name in visit().left_runs and not by_history():
        # The browser sent this before it knew its new address.
        name = st.query_params["run"] = shown
    elif name != shown:
        forget_shown()
    if name is None:
        return None
    run = runs().get(name)
    if run is None:
        del st.query_params["run"]
        st.toast(
            "The run in this address is not kept here any more.",
            icon=":material/history_toggle_off:",
            duration="infinite",
        )
    return run


def forget_shown() -> None:
    """Lets the address decide again, after the person left the page or opened another run."""
    visit().shown_run = None
    visit().left_runs.clear()


def by_history() -> bool:
    """Whether the person came here by the browser's Back or Forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def first_experiment() -> Experiment:
    """The experiment of a page whose address names none: the first preset."""
    return next(iter(presets().values()))


def this_draft(run: Run | None) -> Draft:
    """The draft of this visit, which begins with the settings of the run shown, or else with the first preset.

    If the address asks for a twin of a run, the draft takes over that run's settings.
    """
    draft = visit().draft
    if draft is None and run is not None and not run.is_streamed:
        draft = Draft(run.experiment)
    elif draft is None:
        draft = Draft(first_experiment(), next(iter(presets())))
    visit().draft = draft
    if "twin" in st.query_params:
        del st.query_params["twin"]
        if run is not None and not is_unseen(run):
            begin_twin(run, draft)
    return draft
