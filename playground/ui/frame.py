"""What all pages have in common: the style sheet."""

from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).parent / "frame.css"


def frame() -> None:
    """Puts the app's own style on the page."""
    st.html(_STYLE)
