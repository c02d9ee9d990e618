"""The choice of a table and of what to predict from it."""

import streamlit as st

from playground.datasets import card, names
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding import Table
from playground.experiment import Data
from playground.experiment.settings import SETTINGS
from playground.ui.data.roles import target_of, with_roles
from playground.ui.data.shown_data import change, look_at, open_table

_NUMBER, _CLASSES = "how much it is", "which of its values it is"


def table_choice(data: Data) -> None:
    """Draws the list of data sets."""
    known = names()
    key = "data_dataset"
    st.session_state[key] = data.dataset if data.dataset in known else None
    with st.container(key="dataset"):
        st.selectbox(
            SETTINGS["data.dataset"].title,
            known,
            format_func=lambda name: card(name).title,
            key=key,
            on_change=lambda: open_table(st.session_state[key]),
            help="Tables that come with the app, and toys: points made by a formula.",
        )


def target_choice(data: Data, table: Table) -> None:
    """Draws the choice of the target and, where its values may be either, of numbers or classes."""
    target = target_of(data, table)
    able = [name for name, each in table.columns.items() if _can_be_predicted(each.kind) or name == target]
    key = "data_target"
    st.session_state[key] = target
    with st.container(key="target"):
        st.selectbox(
            "Column to predict (the target)",
            able,
            key=key,
            on_change=lambda: look_at(with_roles(data, table, target=st.session_state[key])),
            help="The network learns to tell this column from the others, the features.",
        )
    column = table.columns.get(target)
    if column is None:
        return
    if not column.may_be_classes:
        words = column.kind is not Kind.NUMBER
        st.caption(
            f"It holds {column.distinct:,} different words: the network tells which one it is (classification)."
            if words
            else "It holds numbers: the network tells how much it is (regression)."
        )
        return
    _numbers_or_classes(data, column.distinct)


def _numbers_or_classes(data: Data, distinct: int) -> None:
    key = "data_task"
    st.session_state[key] = _CLASSES if data.options.get("task") == "classes" else _NUMBER

    def take() -> None:
        task = {"task": "classes"} if st.session_state[key] == _CLASSES else {}
        others = {name: value for name, value in data.options.items() if name != "task"}
        change(options={**others, **task})

    st.segmented_control(
        f"It has only {distinct:,} different numbers, all whole. Are these classes? The network tells …",
        [_NUMBER, _CLASSES],
        key=key,
        on_change=take,
        required=True,
        help="How much (regression): 5 lies between 4 and 6, and 5.3 is a possible answer. Which (classification): "
        "each number is a name, such as the code of a kind, and nothing lies between two of them.",
    )


def _can_be_predicted(kind: Kind) -> bool:
    return kind in (Kind.NUMBER, Kind.CATEGORY, Kind.YES_NO)
