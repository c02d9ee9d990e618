"""The bar above the curves: what is trained on what, Train and Stop, and what stands in the way."""

import streamlit as st

from playground.runs.run import Run
from playground.server.services import runs
from playground.ui.check import Checked, same_settings
from playground.ui.markdown import escaped
from playground.ui.summaries import experiment_in_short
from playground.ui.visitor import visitor


def run_bar(checked: Checked, run: Run | None) -> None:
    """Draws the bar; starts or stops a run when its button is pressed."""
    going_on = run is not None and not run.over
    mine = run is not None and run.owner == visitor()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run_bar"):
        st.markdown(f"**{escaped(_what(checked, run))}**", width="stretch")
        if st.button(
            "Train",
            type="primary",
            icon=":material/play_arrow:",
            key="train",
            disabled=checked.plan is None or (going_on and mine),
            help="Trains a new network with the settings on the left.",
            shortcut="Ctrl+Enter",
        ):
            _start(checked)
        if st.button(
            "Stop",
            icon=":material/stop:",
            key="stop",
            disabled=not (going_on and mine),
            help="Ends the run at once; its curves stay.",
        ):
            runs().stop(run.id)
    with st.container(key="notice"):
        _notice(checked, run)


def _what(checked: Checked, run: Run | None) -> str:
    if run is not None:
        return experiment_in_short(run.experiment)
    return experiment_in_short(checked.plan.experiment) if checked.plan else "Not ready to train"


def _start(checked: Checked) -> None:
    from playground.runs.runs import RunsError

    assert checked.plan is not None
    try:
        run = runs().start(checked.plan.experiment, visitor())
    except RunsError as error:
        st.toast(escaped(str(error)), icon=":material/hourglass_top:")
        return
    st.query_params["run"] = run.id
    st.rerun()


def _notice(checked: Checked, run: Run | None) -> None:
    """One line, always there, so that nothing below it moves."""
    if checked.problems:
        first = escaped(str(checked.problems[0]))
        more = len(checked.problems) - 1
        st.markdown(f":red[:material/error: {first}]" + (f" (and {more} more)" if more else ""))
    elif run is not None and checked.plan and not same_settings(run.experiment, checked.plan.experiment):
        word = "still trains" if not run.over else "was trained"
        st.caption(f":material/edit: The settings on the left have changed: this run {word} with its own.")
    else:
        st.caption("&nbsp;")
