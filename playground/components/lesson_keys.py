"""A lesson's keys (Ctrl and Enter, N, P) also where the focus is on a choice, a switch or a slider."""

import streamlit as st

from playground.components.loading import loader
from playground.server.asset_version import module_of

_component = st.components.v2.component(
    "lesson_keys", html="<span></span>", js=loader(), isolate_styles=False
)


def lesson_keys() -> None:
    """Listens on the page of a lesson."""
    _component(key="lesson_keys", data={"module": module_of("lesson_keys")})
