"""The frame of all pages: the app's style sheet."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
STYLE = _HERE / "frame.css"
ICON = _HERE / "icon.svg"


def frame() -> None:
    """Adds the app's style sheet to the page."""
    st.html(STYLE)
