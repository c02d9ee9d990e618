"""Data: what is in a table, what to know before training, what is done to it, and tables of one's own."""

import streamlit as st

from playground.ui.data.address import keep_data_in_address
from playground.ui.data.cautions_list import cautions_list
from playground.ui.data.columns_table import columns_table
from playground.ui.data.doubt import IN_DOUBT, doubt_choice
from playground.ui.data.explore import explore
from playground.ui.data.own_tables import own_tables
from playground.ui.data.prepare import prepare_form
from playground.ui.data.rows_table import rows_table
from playground.ui.data.shown_data import (
    cautions_of,
    complete,
    prepared_data,
    rows_of,
    shown_data,
    table_of_data,
)
from playground.ui.data.table_form import in_short, positive_choice, table_choice, target_choice
from playground.ui.data.tabs import tabs
from playground.ui.data.taking_over import use_on_playground
from playground.ui.frame.head import head
from playground.ui.frame.markdown import escape
from playground.ui.train.shown_run import first_experiment

asked = shown_data(first_experiment())
data, why_not = complete(asked)
table = None if why_not else table_of_data(data)
keep_data_in_address(asked, first_experiment().data)
left, right = st.columns([1, 2], gap="medium")
with left:
    head("data")
    table_choice(asked)
    if table is None:
        st.error(escape(str(why_not)), icon=":material/error:")
        if why_not is not None and why_not.field == IN_DOUBT:
            doubt_choice(asked)
    else:
        st.caption(escape(in_short(table, rows_of(data))))
        target_choice(data, table)
    below = st.container()
with right:
    columns, rows, exploring, preparing, own = tabs()
    if columns.open and table is not None:
        with columns:
            columns_table(asked, table)
    if rows.open and table is not None:
        with rows:
            rows_table(table)
    if exploring.open and table is not None:
        with exploring:
            explore(data, table)
    if own.open:
        with own:
            own_tables()
# What takes longest of a table of thousands of columns keeps nothing else waiting.
if table is not None:
    prepared, why = prepared_data(data)
    with below:
        positive_choice(prepared)
        use_on_playground(asked, prepared, why)
    if preparing.open:
        with preparing, st.container(key="prepare"):
            prepare_form(data, table, prepared, why)
    with below:
        cautions_list(cautions_of(data), can_train=prepared is not None)
