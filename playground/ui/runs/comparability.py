"""The sentences of a page that say why runs cannot be compared, or how to read a comparison."""

import streamlit as st

from playground.comparing.comparable import Comparison
from playground.ui.frame.markdown import escape


def comparability(found: Comparison) -> None:
    """Draws a line with a warning sign for each obstacle, and a line for each note."""
    for sentence in found.obstacles:
        st.caption(f":orange[:material/warning:] {escape(sentence)}")
    for sentence in found.notes:
        st.caption(escape(sentence))
