"""The settings in the browser's address: what a reload, or a bookmark, brings back."""

import streamlit as st

from playground.components.routes import module_of

_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), () => {});
"""

_component = st.components.v2.component("address_bar", html="<span></span>", js=_LOADER, isolate_styles=False)


def address_bar(link: str | None) -> None:
    """Have the address say `experiment=link`; None takes it out."""
    _component(key="address_bar", data={"module": module_of("address_bar"), "experiment": link})
