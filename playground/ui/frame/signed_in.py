"""The person who has signed in, at the end of every page's head, with the way out."""

import streamlit as st

from playground.components.sign_out import sign_out
from playground.persons import Person, person_of
from playground.server.login.header import BEFORE, Name, name_in
from playground.ui.frame.markdown import escape


def signed_in() -> Name | None:
    """Who has signed in; None where people do not sign in."""
    return name_in(st.context.headers)


def before_signing_in() -> Person | None:
    """Who this browser was before people signed in here; None where nobody has signed in, or it was nobody."""
    return None if signed_in() is None else person_of(st.context.cookies.get(BEFORE))


def signed_in_button() -> None:
    """Draws the person's name; it unfolds the button that signs out. Draws nothing where people do not sign in."""
    who = signed_in()
    if who is None:
        return
    shown = escape(who.name or who.email or "You")
    with st.popover(shown, icon=":material/account_circle:", type="tertiary", key="me"):
        st.markdown(f"Signed in as **{shown}**")
        if who.email and who.email != who.name:
            st.caption(escape(who.email))
        sign_out(key="sign_out")
