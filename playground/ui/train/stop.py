"""Stopping several runs at once, also runs of other servers."""

import secrets
from collections.abc import Sequence

import streamlit as st

from playground.messages.wishes import Stop
from playground.runs import Run
from playground.services import runs
from playground.ui.frame.visitor import person


def stop(going: Sequence[Run]) -> None:
    """Asks runs to stop; a toast says how many runs of other servers could not be reached."""
    elsewhere = []
    for run in going:
        if runs().in_memory(run.id) is not None:
            runs().steering.ask(run, Stop(), person())
        else:
            elsewhere.append(
                (run, runs().steering.ask_elsewhere(run, Stop(), person(), secrets.token_hex(8)))
            )
    # The server of a run with a notice has stopped: the store ends the run.
    missed = sum(not reached.result() and not run.notice for run, reached in elsewhere)
    if missed:
        are = "1 run belongs" if missed == 1 else f"{missed} runs belong"
        st.toast(
            f"{are} to another server and could not be stopped from here. Press Stop again when "
            f"{'it goes' if missed == 1 else 'they go'} on.",
            icon=":material/error:",
        )
