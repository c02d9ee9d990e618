"""The Keras code of the settings on the page, beside the widgets that change it."""

from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.components.code_view import code_view
from playground.datasets import DataError
from playground.export.live_code import NETWORK, live_code
from playground.ui.forms.check import Check
from playground.ui.forms.sections import section

_NOTE = "What these settings are in Keras. What you change is lit."
_NO_CODE = "These settings cannot be trained yet; this is the code of before."


def code_container() -> DeltaGenerator | None:
    """Draws a section for the code; returns its container, or None while it is folded and nothing is computed."""
    with section("Code", is_lazy=True) as folded:
        return st.container(key="code_container") if folded.open else None


def code_beside(now: Check, container: DeltaGenerator | None, key: str = "code_beside") -> None:
    """Draws the code into its container; code under another `key` is new, and no line of it is lit."""
    if container is None:
        return
    code = None
    if now.plan is not None:
        with suppress(DataError):  # its table was removed meanwhile
            code = live_code(now.plan)
    with container:
        code_view(code, note=_NO_CODE if code is None else _NOTE, first=NETWORK, key=key)
