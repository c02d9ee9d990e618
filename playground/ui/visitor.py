"""Who is at the page: the random number in the browser's cookie."""

import uuid

import streamlit as st


def visitor() -> str:
    """The visitor's number, the same in every tab of a browser; of this visit alone where cookies are refused."""
    known = st.context.cookies.get("visitor")
    if known:
        return str(known)
    if "visitor" not in st.session_state:
        st.session_state.visitor = uuid.uuid4().hex
    return str(st.session_state.visitor)
