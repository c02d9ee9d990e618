"""Which run and which settings a visit shows: the run stands in the address, so that a reload finds it again."""

import time

import streamlit as st

from playground.experiment import Experiment
from playground.messages.wishes import LookAlong
from playground.presets import presets
from playground.runs.run import Run
from playground.server.services import runs
from playground.ui.draft import Draft
from playground.ui.twins import begin_twin

_MOVED = "moved_to_run"
# What a browser asks for so shortly after a new run was shown, it asked before it knew: its address is an old one.
_LATE_SECONDS = 3.0


def show(run: Run) -> None:
    """Turns the page to another run, from the next time that the script runs."""
    st.session_state[_MOVED] = (st.query_params.get("run"), run.id, time.monotonic())
    st.query_params["run"] = run.id


def shown_run() -> Run | None:
    """The run that the address names; None, with a sentence, if it is not kept here."""
    if (original := st.query_params.get("twin")) is not None:
        st.query_params["run"] = original
    name = st.query_params.get("run")
    left, moved_to, at = st.session_state.get(_MOVED, (None, None, 0.0))
    if moved_to is not None and name == left and time.monotonic() - at < _LATE_SECONDS:
        name = st.query_params["run"] = moved_to
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


def first_experiment() -> Experiment:
    """What a page begins with whose address says nothing: the first preset."""
    return next(iter(presets().values()))


def this_draft(run: Run | None) -> Draft:
    """The draft of this visit: at first the settings of the run shown, else the first preset.

    An address that asks for a twin of a run brings that run's settings.
    """
    if "draft" not in st.session_state:
        if run is not None:
            st.session_state.draft = Draft(run.experiment)
        else:
            st.session_state.draft = Draft(first_experiment(), next(iter(presets())))
    draft: Draft = st.session_state.draft
    if "twin" in st.query_params:
        del st.query_params["twin"]
        if run is not None:
            begin_twin(run, draft)
    return draft


def turn_picture() -> None:
    """Has the network pictured along the two features that were chosen beside its picture."""
    run, axes = shown_run(), st.session_state["live_curves"].get("axes")
    if run is not None and axes:
        runs().ask(run.id, LookAlong(axes=tuple(axes)))
