"""A page with two fragments beside each other, whose script can wait for a request of a fragment."""

from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from playground.server.drawing.together import send_together
from playground.server.drawing.unsent import keep_unsent
from tests.support.waiting import until

keep_unsent()
send_together()
state = st.session_state
for name in ("whole", "left", "right"):
    state.setdefault(name, 0)


def part(name: str) -> None:
    """Draws one of the fragments and how often it was drawn."""
    state[name] += 1
    st.button(f"Draw {name}", key=f"draw_{name}")
    st.markdown(f"{name} {state[name]}.")


state.whole += 1
st.markdown(f"whole {state.whole}.")
if st.button("Draw the whole page"):
    context = get_script_run_ctx()
    assert context is not None
    requests: Any = context.script_requests
    until(lambda: requests._state == ScriptRequestType.RERUN)
with st.container(horizontal=True):
    st.fragment(part)("left")
    st.fragment(part)("right")
