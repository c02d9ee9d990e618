"""What all pages have in common: the style sheet."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_STYLE = _HERE / "frame.css"
ICON = _HERE / "icon.svg"


def frame() -> None:
    """Puts the app's own style on the page."""
    st.html(_STYLE)
