"""What every visit begins with: the page's frame and the way to each page."""

from pathlib import Path

import streamlit as st

from playground.ui.frame import ICON, frame

st.set_page_config(page_title="Neural-network playground", page_icon=str(ICON), layout="wide")
frame()
train = st.Page(Path(__file__).resolve().parent / "train.py", title="Playground", default=True)
st.navigation([train], position="hidden").run()
