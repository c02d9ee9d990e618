"""A page with the name of its person, and the button of a person who has signed in."""

import streamlit as st

from playground.persons import VISITOR
from playground.ui.frame.frame import frame
from playground.ui.frame.head import head_container
from playground.ui.frame.signed_in import signed_in_button

st.set_page_config(layout="wide")
frame()
with head_container():
    signed_in_button()
st.markdown(f"Number {st.context.cookies.get(VISITOR)}")
