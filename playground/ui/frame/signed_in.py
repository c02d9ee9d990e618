"""The person who has signed in, at the end of every page's head, with a button to sign out."""

import streamlit as st

from playground.components.sign_out import sign_out
from playground.persons import Person, person_of
from playground.server.login.header import BEFORE, Name, name_in
from playground.ui.frame.markdown import escape


def signed_in() -> Name | None:
    """The person who has signed in; None if this installation has no login."""
    return name_in(st.context.headers)


def before_signing_in() -> Person | None:
    """The anonymous person of this browser before the login; None if nobody has signed in, or there was none."""
    return None if signed_in() is None else person_of(st.context.cookies.get(BEFORE))


def signed_in_button() -> None:
    """Draws the person's name, which unfolds the button to sign out. Draws nothing without a login."""
    who = signed_in()
    if who is None:
        return
    shown = escape(who.name or who.email or "You")
    with st.popover(shown, icon=":material/account_circle:", type="tertiary", key="me"):
        st.markdown(f"Signed in as **{shown}**")
        if who.email and who.email != who.name:
            st.caption(escape(who.email))
        sign_out(key="sign_out")
