"""A page with buttons whose scripts run until the server notices that the page's connection is cut.

Each writes the file `DRAWN` of its environment when the connection may be cut.
"""

import os
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from playground.server.drawing.reconnecting import draw_anew_after_cuts
from playground.server.drawing.together import send_together
from playground.server.drawing.unsent import keep_unsent
from tests.support import unsent_messages
from tests.support.waiting import until

keep_unsent()
draw_anew_after_cuts()
send_together()
unsent_messages.hold_messages()
context = get_script_run_ctx()
assert context is not None
requests: Any = context.script_requests


def wait_for_the_cut() -> None:
    """Allows the cut of the connection, and waits until the server notices it."""
    Path(os.environ["DRAWN"]).touch()
    until(lambda: requests._state == ScriptRequestType.STOP)


st.session_state.setdefault("drawn", 0)
st.session_state.drawn += 1
if st.session_state.pop("began_by_itself", False):
    wait_for_the_cut()
st.markdown(f"Drawn {st.session_state.drawn} times.")
if st.button("Draw in two parts"):
    # The first is sent, the second waits.
    outer = st.container(border=True)
    outer.markdown("This is sent.")
    until(Path(os.environ["HEARD"]).exists)
    unsent_messages.sessions.add(context.session_id)
    outer.container(border=True).container(border=True).markdown("This waits.")
    wait_for_the_cut()
    unsent_messages.sessions.clear()
    st.markdown("This is not drawn any more.")
if st.button("Begin again by itself"):
    st.session_state.began_by_itself = True
    st.markdown("This is sent.")
    st.rerun()
