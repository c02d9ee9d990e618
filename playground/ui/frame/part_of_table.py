"""A table of which the browser gets only the first rows and columns."""

import pandas
import streamlit as st

MOST_COLUMNS = 100  # the most columns that are sent to the browser


def part_of_table(
    table: pandas.DataFrame,
    most_rows: int,
    *,
    alt: str,
    height: int,
    key: str | None = None,
    hide_index: bool = False,
) -> str:
    """Draws the first rows and columns of a table.

    Returns what part that is: "200 of 1,599 rows"; "" if it is all.
    """
    shown = table.iloc[:most_rows, :MOST_COLUMNS]
    st.dataframe(shown, height=height, placeholder="", key=key, alt=alt, hide_index=hide_index or None)
    parts = [
        f"{part:,} of {whole:,} {what}"
        for part, whole, what in zip(shown.shape, table.shape, ("rows", "columns"), strict=True)
        if part < whole
    ]
    return " and ".join(parts)
