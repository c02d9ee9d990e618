"""The settings in the browser's address, which a reload or a bookmark brings back."""

import streamlit as st

from playground.components.loading import loader
from playground.server.asset_version import module_of

_component = st.components.v2.component(
    "address_bar", html="<span></span>", js=loader(), isolate_styles=False
)


def address_bar(link: str | None) -> None:
    """Writes `experiment=link` into the address; None removes it."""
    _component(key="address_bar", data={"module": module_of("address_bar"), "experiment": link})
