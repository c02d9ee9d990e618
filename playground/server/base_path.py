"""The path of the app on its host."""

import streamlit as st


def base_path() -> str:
    """The path that all the app's routes begin with, Streamlit's `server.baseUrlPath`, with a slash at both ends."""
    return f"/{st.get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")
