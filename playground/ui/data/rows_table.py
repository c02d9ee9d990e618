"""The first rows of a table."""

import streamlit as st

from playground.datasets.understanding import Table
from playground.ui.frame.markdown import escape
from playground.ui.frame.part_of_table import part_of_table

_MOST = 200  # rows


def rows_table(table: Table) -> None:
    """Draws the first rows, and of a wide table the first columns."""
    numbered = table.frame.set_axis(range(1, table.rows + 1))
    said = part_of_table(numbered, _MOST, alt="The first rows of the table", height=520, key="first_rows")
    st.caption(f"{said or f'All {table.rows:,} rows'}, in the order of the file.")
    st.caption(escape(f"{table.card.source}. {table.card.licence}. {table.card.citation}"))
