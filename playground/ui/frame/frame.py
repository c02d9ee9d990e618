"""The frame of all pages: the app's icon and style sheet."""

from base64 import b64encode
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
STYLE = _HERE / "frame.css"
# As Streamlit would make it of the file, at each run of a script.
ICON = f"data:image/svg+xml;base64,{b64encode((_HERE / 'icon.svg').read_bytes()).decode()}"


def frame() -> None:
    """Adds the app's style sheet to the page."""
    st.html(STYLE)
