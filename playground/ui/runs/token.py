"""The token with which a person's own scripts send their curves to My runs: made, shown once, and revoked."""

import time

import streamlit as st

from playground.python_code import call
from playground.services import runs
from playground.store import StoreError
from playground.store.tokens import Tokens
from playground.ui.frame.markdown import escape
from playground.ui.frame.visit import visit
from playground.ui.frame.visitor import person
from playground.ui.train.address import server_address

_WHAT = (
    "A Keras callback sends the curves of any `model.fit`, in a script or a notebook of yours, to this page while it "
    "trains. They are drawn beside those of runs made here. What nobody here has, the rows and the network, is "
    "missing: such a run has no twin, no branch and no judgement."
)


@st.fragment
def token_button() -> None:
    """Draws a button that unfolds how to send curves here."""
    popover = st.popover(
        "From your own scripts",
        icon=":material/input:",
        key="own_scripts",
        on_change="rerun",
        type="tertiary",
    )
    if not popover.open:
        visit().new_token = None  # a token is shown once
        return
    with popover:
        tokens, who = runs().streamed.tokens, person()
        if tokens is None or who is None:
            st.caption("Nothing is kept for this browser, so no curves can be sent to it.")
            return
        st.caption(_WHAT)
        try:
            _token(tokens, who.id)
        except StoreError as error:
            st.caption(f":red[{escape(str(error))}]")


def _token(tokens: Tokens, owner: str) -> None:
    made_at = tokens.made_at(owner)
    shown = visit().new_token
    if shown is not None:
        line = call("LiveCurves", server_address(), shown)
        st.code(
            f"from playground.live import LiveCurves\n\nmodel.fit(x, y, callbacks=[{line}])",
            language="python",
            wrap_lines=True,
        )
        st.caption(
            "The token is shown this once. Whoever has it can add runs to yours, and do nothing else. Where the "
            "script runs: `pip install` this project's folder; that brings Keras alone."
        )
    elif made_at is not None:
        made = time.strftime("%Y-%m-%d, %H:%M UTC", time.gmtime(made_at))
        st.caption(f"Your token was made on {made}. Lost it? A new one takes its place.")
    with st.container(horizontal=True, gap="small"):
        if st.button(
            "Make a token" if made_at is None else "Make another one",
            icon=":material/key:",
            key="make_token",
            type="primary" if made_at is None else "secondary",
        ):
            visit().new_token = tokens.make(owner)
            st.rerun(scope="fragment")
        if made_at is not None and st.button(
            "Revoke",
            icon=":material/key_off:",
            key="revoke_token",
            help="No script can send curves with it any more. Runs that were sent stay.",
        ):
            tokens.revoke(owner)
            visit().new_token = None
            st.rerun(scope="fragment")
