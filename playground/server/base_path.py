"""The path under which the app lies on its host."""

import streamlit as st


def base_path() -> str:
    """The path under which the app's routes lie, with a slash at both ends: Streamlit's `server.baseUrlPath`."""
    return f"/{st.get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")
