"""The script of every visit: it draws the frame and runs the page that the address names."""

from pathlib import Path

import streamlit as st

from playground.ui.frame.frame import ICON, frame
from playground.ui.frame.trouble import read_or_say
from playground.ui.runs.deletion import forget_deleted
from playground.ui.train.shown_run import forget_shown

_HERE = Path(__file__).resolve().parent

st.set_page_config(page_title="Neural-network playground", page_icon=ICON, layout="wide")
frame()
pages = [
    st.Page(_HERE / "train.py", title="Playground", default=True),
    st.Page(_HERE / "lessons.py", title="Lessons", url_path="lessons"),
    st.Page(_HERE / "data.py", title="Data", url_path="data"),
    st.Page(_HERE / "runs.py", title="My runs", url_path="runs"),
    st.Page(_HERE / "host.py", title="Host", url_path="host"),  # nothing links to it
    st.Page(_HERE / "glossary.py", title="Glossary", url_path="glossary"),
]
# Hidden: Streamlit's own navigation would take a line; the head of each page has the links.
page = st.navigation(pages, position="hidden")
if page.url_path != "runs":
    forget_deleted()
if page.url_path:
    forget_shown()
with read_or_say("page"):
    page.run()
