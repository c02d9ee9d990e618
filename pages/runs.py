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
asked = st.query_params
if "luck" in asked:
    luck(asked["luck"])
elif "sweep" in asked:
    sweep(asked["sweep"])
elif "over" in asked:
    sweep_form(asked["over"])
else:
    undo_bar()
    runs_table()
    chosen_runs()
