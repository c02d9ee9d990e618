"""My runs: a table of them, the chosen ones compared, seeds as a band, and sweeps as a map."""

import streamlit as st

from playground.ui.chosen_runs import chosen_runs
from playground.ui.deletion import undo_bar
from playground.ui.head import head
from playground.ui.luck import luck
from playground.ui.runs_table import runs_table
from playground.ui.sweep import sweep
from playground.ui.sweep_form import sweep_form
from playground.ui.trouble import trouble

head("runs")
if said := trouble():
    st.markdown(said)
query = st.query_params
if "luck" in query:
    luck(query["luck"])
elif "sweep" in query:
    sweep(query["sweep"])
elif "over" in query:
    sweep_form(query["over"])
else:
    undo_bar()
    runs_table()
    chosen_runs()
