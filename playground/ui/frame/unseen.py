"""Tables of other persons: a page shows no experiment on one that its owner does not share."""

import streamlit as st

from playground.experiment import Experiment
from playground.experiment.uploads import digest_in, digests_in
from playground.runs import Run, RunsError
from playground.runs.own_tables import UnseenError
from playground.services import runs
from playground.ui.frame.draft import Draft
from playground.ui.frame.markdown import escape
from playground.ui.frame.visitor import person


def why_unseen(digests: frozenset[str]) -> str:
    """A sentence on why the person at the page may not see one of these tables; "" if they may see all."""
    if not digests:
        return ""
    try:
        may_see = runs().own_tables.may_see(person(), digests)
    except RunsError as error:
        return str(error)
    return "" if may_see else str(UnseenError())


def is_unseen(run: Run | None) -> bool:
    """Whether a run is on a table that the person at the page may not see."""
    return run is not None and why_unseen(digests_in(run.experiment)) != ""


def leave_unseen(draft: Draft, instead: Experiment, *, quietly: bool = False) -> None:
    """Loads another experiment into a draft that is on a table which the person may not see, with a toast.

    Args:
        quietly: whether to show no toast, because the page itself says why.
    """
    own = {digest_in(draft.data.dataset)} - {None}
    for inner in (draft.branch and draft.branch.experiment, draft.twin):
        own |= digests_in(inner) if isinstance(inner, Experiment) else frozenset()
    if why := why_unseen(frozenset(digest for digest in own if digest is not None)):
        draft.load(instead)
        if not quietly:
            st.toast(escape(why), icon=":material/visibility_off:", duration="infinite")
