"""Another part of a page begins at its top: Streamlit stays where the part before was scrolled to."""

import streamlit as st

from playground.components.loading import loader
from playground.server.asset_version import module_of

_component = st.components.v2.component("scroll_top", html="<span></span>", js=loader(), isolate_styles=False)


def scroll_top(part: str) -> None:
    """Scrolls the page to its top whenever `part` is another one than before."""
    _component(key="scroll_top", data={"module": module_of("scroll_top"), "part": part})
