"""What every visit begins with: the page's frame and the way to each page."""

import streamlit as st

from playground.ui.frame import frame

st.set_page_config(page_title="Neural-network playground", page_icon=":material/hub:", layout="wide")
frame()
st.navigation([st.Page("pages/playground.py", title="Playground", icon=":material/tune:", default=True)], position="hidden").run()
