"""The choice of a table and of its target."""

import streamlit as st

from playground.datasets import Prepared
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding import Table
from playground.experiment import Data
from playground.experiment.settings import SETTINGS
from playground.experiment.uploads import is_own
from playground.mentions import told_apart
from playground.ui.data.roles import target_of, with_roles
from playground.ui.data.shown_data import change, look_at, open_table
from playground.ui.data.tabs import open_own_tables
from playground.ui.frame.markdown import escape
from playground.ui.frame.offered import different_titles, offered_datasets
from playground.words import Task

_NUMBER, _CLASSES = "how much it is", "which of its values it is"


def in_short(table: Table, whole: int) -> str:
    """The size of a table and its subject; `whole` is the number of its rows including sealed ones."""
    sealed = whole - table.rows
    if is_own(table.card.name):
        said = table.card.about  # says the size
    else:
        said = f"{whole:,} rows, {len(table.columns):,} columns. {table.card.about}"
    return (
        f"{said} {sealed:,} of the rows are sealed: this page shows the other {table.rows:,}."
        if sealed
        else said
    )


def table_choice(data: Data) -> None:
    """Draws the list of data sets, and a button to add an own table."""
    known = offered_datasets(data.dataset)
    key = "data_dataset"
    st.session_state[key] = data.dataset if data.dataset in known else None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(key="dataset"):
            st.selectbox(
                SETTINGS["data.dataset"].title,
                known,
                format_func=different_titles(known),
                key=key,
                on_change=lambda: open_table(st.session_state[key]),
                help="Tables that come with the app, toys (points made by a formula), and tables of your own.",
            )
        st.button("Add your own", icon=":material/upload:", key="add_table", on_click=open_own_tables)


def target_choice(data: Data, table: Table) -> None:
    """Draws the choice of the target and, if its values may be both, of numbers or classes."""
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


def positive_choice(prepared: Prepared | None) -> None:
    """Draws the choice of class 1, if there are two classes."""
    if prepared is None or prepared.task is not Task.BINARY:
        return
    key = "data_positive"
    st.session_state[key] = prepared.classes[1]
    labels = told_apart(sorted(prepared.classes))
    st.segmented_control(
        "The class to look for (class 1)",
        list(labels),
        format_func=lambda name: escape(labels.get(name, name)),
        key=key,
        on_change=lambda: change(positive=st.session_state[key]),
        required=True,
        help="The network's answer is the probability of this class. Precision and recall count how well it is found.",
    )


def _numbers_or_classes(data: Data, distinct: int) -> None:
    key = "data_task"
    st.session_state[key] = _CLASSES if data.options.get("task") == "classes" else _NUMBER

    def take() -> None:
        are_classes = st.session_state[key] == _CLASSES
        others = {name: value for name, value in data.options.items() if name != "task"}
        # In an own table, 0 and 1 count as classes until the person says otherwise.
        number = {"task": None} if is_own(data.dataset) else {}
        change(options={**others, **({"task": "classes"} if are_classes else number)})

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
