"""My runs: a table of them, the chosen ones compared, seeds as a band, and sweeps as a map."""

import streamlit as st

from playground.ui.frame.head import head
from playground.ui.frame.trouble import trouble_line
from playground.ui.runs.chosen_runs import chosen_runs
from playground.ui.runs.deletion import undo_bar
from playground.ui.runs.myself import myself_button
from playground.ui.runs.runs_table import runs_table
from playground.ui.runs.seeds import seeds
from playground.ui.runs.sweep import sweep
from playground.ui.runs.sweep_form import sweep_form
from playground.ui.runs.token import token_button

head("runs")
if line := trouble_line():
    st.markdown(line)
query = st.query_params
studies = query.get("seeds", query.get("luck"))  # earlier versions wrote "luck"
if studies is not None:
    seeds(studies)
elif "sweep" in query:
    sweep(query["sweep"])
elif "over" in query:
    sweep_form(query["over"])
else:
    undo_bar()
    # The table stays where it is when a run is chosen, and what is chosen stands beside it.
    with st.container(key="runs_page", horizontal=True, gap="medium"):
        with st.container(key="runs_list"):
            runs_table()
            token_button()
            myself_button()
        with st.container(key="runs_beside"):
            chosen_runs()
