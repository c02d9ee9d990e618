"""Deleting runs, and restoring them until the person leaves the page."""

from collections.abc import Sequence

import streamlit as st

from playground.runs import RunsError
from playground.services import runs
from playground.ui.frame.markdown import escape
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person
from playground.ui.runs.chosen import choose, chosen_ids


def delete(ids: Sequence[str]) -> None:
    """Deletes runs of the visitor, offers to undo that, and runs the page again."""
    try:
        runs().marks.delete(ids, person())
    except RunsError as error:
        st.toast(escape(str(error)), icon=":material/error:")
        return
    visit().deleted.append(tuple(ids))
    choose(run for run in chosen_ids() if run not in ids)
    st.rerun()


def undo_bar() -> None:
    """Draws a line about the last deletion with the button that undoes it."""
    deleted = visit().deleted
    if not deleted:
        return
    last = deleted[-1]
    with st.container(key="undo_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"Deleted: {len(last)} run{'s' * (len(last) != 1)}.")
        if st.button("Undo", icon=":material/undo:", key="undo_delete", type="tertiary"):
            try:
                runs().marks.restore(last, person())
            except RunsError as error:
                st.toast(escape(str(error)), icon=":material/error:")
                return
            deleted.pop()
            choose(last)
            st.rerun()


def forget_deleted() -> None:
    """Forgets the deletions, so that the page offers no Undo for them."""
    visit().deleted.clear()
