"""The server: pages, the routes they fetch from, and the engine that starts and ends with it."""

import streamlit as st

from playground.server import lifespan, middleware, routes

app = st.App(
    "pages/start.py",
    lifespan=lifespan("playground.ui.runs.runs_table", "playground.ui.runs.chosen_runs"),
    routes=routes(),
    middleware=middleware(),
)
