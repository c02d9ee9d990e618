"""What stands in the way of comparing runs, as the pages say it."""

import streamlit as st

from playground.comparing.comparable import Comparison
from playground.ui.frame.markdown import escape


def comparability(found: Comparison) -> None:
    """Draws a line for each obstacle, with a warning sign, and one for each note."""
    for sentence in found.obstacles:
        st.caption(f":orange[:material/warning:] {escape(sentence)}")
    for sentence in found.notes:
        st.caption(escape(sentence))
