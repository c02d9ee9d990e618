"""Where the browser finds what components fetch."""

import streamlit as st


def base_path() -> str:
    """The path under which the app's routes lie, with a slash at both ends: Streamlit's `server.baseUrlPath`."""
    return f"/{st.get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")


def module_of(component: str) -> str:
    """The path of a component's main module."""
    return f"{base_path()}assets/{component}/main.js"
