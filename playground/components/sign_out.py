"""A button that signs the person out: the server takes the login's cookie away, and the browser leaves the page."""

import streamlit as st

from playground.components.loading import loader_of
from playground.server.asset_version import module_of
from playground.server.base_path import base_path

# The element has its height before the module comes, so that nothing below it moves then.
_component = st.components.v2.component(
    "sign_out",
    html='<div class="sign-out" style="min-height:2.5rem"></div>',
    js=loader_of("button", "sign-out"),
    isolate_styles=False,
)


def sign_out(*, key: str) -> None:
    """Draws the button. It sends to the route `POST /logout`."""
    _component(key=key, data={"module": module_of("sign_out"), "address": f"{base_path()}logout"})
