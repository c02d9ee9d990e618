"""A field for the code of another browser: the server answers with that person's cookie, and the page loads again."""

import streamlit as st

from playground.components.loading import loader_of
from playground.server.asset_version import module_of
from playground.server.base_path import base_path

# The element has its height before the module comes, so that nothing below it moves then.
_component = st.components.v2.component(
    "move_here",
    html='<div class="move-here" style="min-height:5.5rem"></div>',
    js=loader_of("field", "move-here"),
    isolate_styles=False,
)


def move_here(*, key: str) -> None:
    """Draws the field. A code goes to the route `POST /person`, which checks it."""
    _component(key=key, data={"module": module_of("move_here"), "address": f"{base_path()}person"})
