"""What every visit begins with: the page's frame and the way to each page."""

from pathlib import Path

import streamlit as st

from playground.ui.frame import ICON, frame

st.set_page_config(page_title="Neural-network playground", page_icon=str(ICON), layout="wide")
frame()
playground = st.Page(Path(__file__).resolve().parent / "playground.py", title="Playground", default=True)
st.navigation([playground], position="hidden").run()
