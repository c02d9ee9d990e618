"""The tabs of the Data page; only the open one is drawn."""

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

COLUMNS, ROWS, EXPLORE, PREPARE, OWN = "Columns", "First rows", "Explore", "Prepare", "Your own tables"
KEY = "data_tabs"


def tabs() -> Sequence[TabContainer]:
    """Draws the tabs: columns, first rows, exploring, preparing, own tables."""
    return st.tabs([COLUMNS, ROWS, EXPLORE, PREPARE, OWN], key=KEY, on_change="rerun")


def open_own_tables() -> None:
    """Opens the tab of own tables: a callback."""
    st.session_state[KEY] = OWN


def open_preparing() -> None:
    """Opens the tab of preparing: a callback, or before the page is drawn."""
    st.session_state[KEY] = PREPARE


def open_columns() -> None:
    """Opens the tab of columns: a callback."""
    st.session_state[KEY] = COLUMNS
