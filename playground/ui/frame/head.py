"""The head of every page: the app's name as a link to the Playground, and links to the other pages."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.signed_in import signed_in_button
from playground.ui.frame.visit import visit


def head_container() -> DeltaGenerator:
    """Reserves the line of the head."""
    # Its border, which the style sheet hides, takes its room before it is filled: nothing below it moves.
    return st.container(key="brand", border=True, horizontal=True, vertical_alignment="center", gap="small")


def head(here: str = "train", container: DeltaGenerator | None = None) -> None:
    """Draws the head of the page `here` ("train", "lessons", "data", "runs", "glossary") into the reserved `container`.

    The link to the Playground leads to the run it last showed, unless that one is deleted.
    """
    if run := st.query_params.get("run"):
        visit().last_run = run
    last = _last_run()
    with container or head_container():
        st.page_link(
            # Where the line is short, the style sheet leaves out the first word.
            "train.py",
            label="*Neural-network* playground",
            query_params={"run": last} if last else None,
        )
        st.page_link("lessons.py", label="**Lessons**" if here == "lessons" else "Lessons")
        st.page_link("data.py", label="**Data**" if here == "data" else "Data")
        st.page_link("runs.py", label="**My runs**" if here == "runs" else "My runs")
        if here in ("lessons", "glossary"):  # elsewhere the app's name would have too little room
            st.page_link("glossary.py", label="**Glossary**" if here == "glossary" else "Glossary")
        signed_in_button()


def _last_run() -> str | None:
    """The run that the Playground last showed; None if there is none or it is deleted."""
    last = visit().last_run
    try:
        return last if last is not None and runs().get(last) is not None else None
    except StoreError:
        return last  # the run may be there, and the Playground will say so


def all_runs() -> None:
    """Draws the button that leads from a part of My runs back to the table."""
    with st.container(key="all_runs"):
        # A link to this same page would not clear the address, so the next click would lead back here.
        if st.button("All my runs", icon=":material/arrow_back:", key="to_all_runs", type="tertiary"):
            st.query_params.clear()
            st.rerun()
