"""The server: pages, the routes they fetch from, and the engine that starts and ends with it."""

import streamlit as st

from playground.server import lifespan, middleware, routes
from playground.ui.frame.frame import STYLE


def load_my_runs() -> None:
    """Imports what the page My runs needs, which seldom is the first page of a visit."""
    import playground.ui.runs.chosen_runs
    import playground.ui.runs.runs_table  # noqa: F401


app = st.App(
    "pages/start.py",
    lifespan=lifespan(load_my_runs),
    routes=routes(),
    middleware=middleware(style=STYLE.read_text("utf-8")),
)
