"""Data: what is in a table, what to know before training on it, and how its columns go together."""

import streamlit as st

from playground.datasets import DataError
from playground.datasets.understanding import cautions
from playground.ui.data.cautions_list import cautions_list
from playground.ui.data.columns_table import columns_table
from playground.ui.data.explore import explore
from playground.ui.data.rows_table import rows_table
from playground.ui.data.shown_data import prepared_data, shown_data, table_of_data
from playground.ui.data.table_form import table_choice, target_choice
from playground.ui.data.taking_over import use_on_playground
from playground.ui.frame.head import head
from playground.ui.frame.markdown import escape
from playground.ui.train.shown_run import first_experiment

data = shown_data(first_experiment().data)
left, right = st.columns([1, 2], gap="medium")
with left:
    head("data")
    table_choice(data)
    try:
        table = table_of_data(data)
    except DataError as error:
        st.error(escape(str(error)), icon=":material/error:")
        st.stop()
    st.caption(f"{table.rows:,} rows, {len(table.columns):,} columns. {escape(table.card.about)}")
    target_choice(data, table)
    prepared, why = prepared_data(data)
    use_on_playground(data, prepared, why)
    cautions_list(cautions(table, data, prepared))
with right:
    columns, rows, exploring = st.tabs(
        ["Columns", "First rows", "Explore"], key="data_tabs", on_change="rerun"
    )
    if columns.open:
        with columns:
            columns_table(data, table)
    if rows.open:
        with rows:
            rows_table(table)
    if exploring.open:
        with exploring:
            explore(data, table)
