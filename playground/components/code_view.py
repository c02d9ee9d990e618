"""Code in the page that follows its settings: the lines that the last change made are lit, and a button copies it."""

import streamlit as st

from playground.components.loading import loader_of
from playground.server.asset_version import module_of

# The element has its height before the module comes, so that nothing below moves then.
_HTML = '<div class="code-view" style="min-height:25.9rem"></div>'

_component = st.components.v2.component(
    "code_view", html=_HTML, js=loader_of("code", "code-view"), isolate_styles=False
)


def code_view(code: str | None, *, note: str, first: str, key: str) -> None:
    """Shows a Python program.

    Args:
        code: the program; None while there is none, when the last one stays, in grey.
        note: a sentence above it.
        first: the line that is in sight at first.
        key: key of the component.
    """
    _component(
        key=key,
        data={"module": module_of("code_view"), "code": code, "note": note, "first": first},
    )
