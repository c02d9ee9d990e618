"""Sharing an experiment or a run as an address, and loading the experiment in the address that was opened."""

import streamlit as st

from playground.comparing.naming import same_settings
from playground.components.address_bar import address_bar
from playground.components.share_link import share_link
from playground.errors import ExperimentError
from playground.experiment import Experiment
from playground.experiment.link import from_link, to_link
from playground.experiment.uploads import digests_in
from playground.plan import Plan, plan
from playground.runs import Run
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escape
from playground.ui.frame.unseen import why_unseen
from playground.ui.frame.visit import visit
from playground.ui.train.address import address, sharing_hint
from playground.ui.train.shown_run import by_history

PARAMETER = "experiment"
_TOAST_SECONDS = 20

_SETTINGS, _RUN = "These settings", "This run"
_SAYS = {
    _SETTINGS: "Opens the playground with all settings in the forms, seeds included: whoever trains them gets the "
    "same curves.",
    _RUN: "Opens this run with its curves, live while it trains.",
}


@st.fragment
def share(current: Plan | None, run: Run | None) -> None:
    """Draws the popover, whose content is made when it is opened.

    Args:
        current: the plan of the settings on the page; None if a setting is wrong.
        run: the run that is shown.
    """
    popover = st.popover(
        "Share",
        icon=":material/share:",
        key="share",
        on_change="rerun",
    )
    if popover.open:
        with popover:
            _address(current, run)


def take_link() -> Experiment | None:
    """Takes the experiment out of the address; None if there is none, or, with a toast, if it cannot be trained."""
    text = st.query_params.get(PARAMETER)
    if text is None or text in visit().written_links:
        return None
    del st.query_params[PARAMETER]
    if text == visit().opened_link and not by_history():
        # The browser sent this before it knew that the page had shortened the address.
        return None
    visit().opened_link = text
    try:
        experiment = from_link(text)
    except ExperimentError as error:
        _refuse(str(error))
        return None
    if why := why_unseen(digests_in(experiment)):
        _refuse(why)
        return None
    try:
        plan(experiment)
    except ExperimentError as error:
        _refuse(f"The experiment in the link cannot be trained here: {error.problems[0]}")
        return None
    return experiment


def open_link(draft: Draft) -> None:
    """Loads the experiment in the address into the draft, if there is one."""
    experiment = take_link()
    if experiment is not None:
        draft.load(experiment)


def keep_in_address(draft_says: Plan | None, run: Run | None, default: Experiment) -> None:
    """Writes the settings on the page into the address, so that a reload restores them.

    Args:
        draft_says: the plan of the settings; None if one is wrong, and then the address stays as it is.
        run: the run that is shown, whose address brings its own settings.
        default: the experiment of a page without settings in its address.
    """
    written = visit().written_links
    if draft_says is not None:
        known = run.experiment if run else plan(default).experiment
        now = draft_says.experiment
        same = same_settings(known, now) and known.title == now.title
        # The run shown brings its own branch or twin; any other must be in the address.
        same = same and now.branch in (None, known.branch) and now.twin in (None, known.twin)
        written.append(None if same else to_link(now))
    address_bar(written[-1] if written else st.query_params.get(PARAMETER))


def _address(current: Plan | None, run: Run | None) -> None:
    ways = [*([_SETTINGS] if current else []), *([_RUN] if run else [])]
    if not ways:
        st.markdown("These settings cannot be shared yet: the line above the curves says why.")
        return
    way = ways[0]
    if len(ways) > 1:
        way = st.segmented_control(
            "What the address opens",
            ways,
            default=way,
            key="share_what",
            required=True,
            label_visibility="collapsed",
        )
    if way == _RUN and run:
        link = address(run=run.id)
    elif current:
        link = address(experiment=to_link(current.experiment))
    if hint := sharing_hint():
        st.caption(escape(hint))
    share_link(link, label=f"Address of {way.lower()}", note=_SAYS[way], key="share_link")


def _refuse(sentence: str) -> None:
    st.toast(escape(sentence), icon=":material/link_off:", duration=_TOAST_SECONDS)
