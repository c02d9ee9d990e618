"""An app around login_page.py with the gates of the real one, and no runs."""

import streamlit as st
from starlette.routing import Mount

from playground.server import middleware
from playground.server.assets import Assets

app = st.App("login_page.py", routes=[Mount("/assets", Assets())], middleware=middleware())
