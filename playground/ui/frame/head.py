"""The head of every page: the app's name, which leads to the Playground, and the way to the other pages."""

import streamlit as st

from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.visit import visit


def head(here: str = "train") -> None:
    """Draws one line for the page `here`, "train" or "runs".

    The link to the Playground leads to the run it last showed, unless that one is deleted.
    """
    if run := st.query_params.get("run"):
        visit().last_run = run
    last = _last_run()
    with st.container(key="brand", horizontal=True, vertical_alignment="center", gap="medium"):
        st.page_link(
            "train.py", label="Neural-network playground", query_params={"run": last} if last else None
        )
        st.page_link("runs.py", label="**My runs**" if here == "runs" else "My runs")


def _last_run() -> str | None:
    """The run that the Playground last showed; None where there is none, or none any more."""
    last = visit().last_run
    try:
        return last if last is not None and runs().get(last) is not None else None
    except StoreError:
        return last  # it may be there: the Playground will say


def all_runs() -> None:
    """Draws the way back from a part of the page of runs to its table."""
    with st.container(key="all_runs"):
        # A link to this same page would leave the address as it is, and the next click would lead back here.
        if st.button("All my runs", icon=":material/arrow_back:", key="to_all_runs", type="tertiary"):
            st.query_params.clear()
            st.rerun()
