"""The first rows of a table."""

import streamlit as st

from playground.datasets.understanding import Table
from playground.ui.frame.markdown import escape

_ROWS, _COLUMNS = 200, 100  # that are sent to the browser


def rows_table(table: Table) -> None:
    """Draws the first rows, and of a wide table the first columns."""
    shown = table.frame.iloc[:_ROWS, :_COLUMNS]
    shown.index = range(1, len(shown) + 1)
    st.dataframe(shown, height=520, placeholder="", key="first_rows", alt="The first rows of the table")
    said = [f"{len(shown):,} of {table.rows:,} rows"]
    if table.frame.shape[1] > _COLUMNS:
        said.append(f"{_COLUMNS} of {table.frame.shape[1]:,} columns")
    st.caption(f"{' and '.join(said)}, in the order of the file.")
    st.caption(escape(f"{table.card.source}. {table.card.licence}. {table.card.citation}"))
