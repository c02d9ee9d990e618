"""The rows of the table behind a part of a judgement."""

import pandas
import streamlit as st

from playground.datasets.arrays import Integers
from playground.datasets.catalogue import load
from playground.evaluation.judgement import Judgement
from playground.ui.frame.part_of_table import MOST_COLUMNS, part_of_table

_MOST = 200  # rows that are sent to the browser


def rows_behind(found: Judgement, part: str, rows: Integers, more: dict[str, list[object]], key: str) -> None:
    """Draws rows of a part in the given order.

    Args:
        found: the judgement.
        part: "training" or "validation".
        rows: indices of rows of the part, (rows,), from 0.
        more: further columns that come first, with a value for each of `rows`.
        key: the key of the table's widget.
    """
    shown = rows[:_MOST]
    numbers = found.network[part].rows[shown]
    table = load(found.planned.experiment.data).loc[numbers]
    first = pandas.DataFrame({name: values[:_MOST] for name, values in more.items()}, index=table.index)
    others = table.drop(columns=[name for name in first if name in table])
    target = found.planned.prepared.target
    if len(others.columns) > MOST_COLUMNS and target in others:  # which would be cut off
        others.insert(0, target, others.pop(target))
    whole = pandas.concat([first, others], axis=1)
    whole.index = pandas.Index(numbers + 1, name="row")
    said = part_of_table(whole, _MOST, alt="Rows of the table", height=260, key=key)
    if len(rows) > _MOST:
        st.caption(f"The first {_MOST} of {len(rows):,} rows.")
    if said:
        st.caption(f"Shown: {said}.")
