"""The app's own server around a page whose script a benchmark keeps busy."""

import streamlit as st

from playground.server import lifespan, middleware, routes

app = st.App("page.py", lifespan=lifespan(lambda: None), routes=routes(), middleware=middleware())
