"""Of a large table the browser gets a part, and the page says so."""

import pytest
from streamlit.testing.v1 import AppTest


def draw(rows: int, columns: int) -> None:
    import numpy
    import pandas
    import streamlit as st

    from playground.ui.frame.part_of_table import part_of_table

    table = pandas.DataFrame(
        numpy.zeros((rows, columns)), columns=[f"c{column}" for column in range(columns)]
    )
    st.caption(part_of_table(table, 200, alt="Rows", height=300))


@pytest.mark.parametrize(
    ("rows", "columns", "drawn", "said"),
    [
        (200, 100, (200, 100), ""),
        (201, 5, (200, 5), "200 of 201 rows"),
        (10, 3000, (10, 100), "100 of 3,000 columns"),
        (500, 3000, (200, 100), "200 of 500 rows and 100 of 3,000 columns"),
    ],
)
def test_a_large_table_is_drawn_in_part(rows: int, columns: int, drawn: tuple[int, int], said: str) -> None:
    page = AppTest.from_function(draw, args=(rows, columns), default_timeout=60).run()
    assert not page.exception
    assert page.dataframe[0].value.shape == drawn
    assert page.caption[0].value == said
