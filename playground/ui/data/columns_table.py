"""The columns of a table: the kind and role of each, and buttons that change the roles of many at once."""

from collections.abc import Callable, Mapping, Sequence

import pandas
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from playground.datasets import read_columns
from playground.datasets.reading.reading import Kind
from playground.datasets.understanding import ColumnSummary, Table
from playground.experiment import Data
from playground.mentions import listed, quoted
from playground.ui.data.column_choices import KINDS, column_choices
from playground.ui.data.roles import FEATURE, GROUP, LEAVE_OUT, TIME, roles_of, with_roles
from playground.ui.data.shown_data import look_at
from playground.ui.frame.markdown import escape

_FIND_FROM = 15  # columns; fewer are all in sight
_MOST_ROWS = 16
_NAMED = 6  # the most columns whose words for missing values are named


def columns_table(data: Data, table: Table) -> None:
    """Draws the table of columns and, for those that are ticked, the buttons of roles."""
    roles = roles_of(data, table)
    shown = _search(list(table.columns.values()), roles)
    key = f"columns-{hash(tuple(each.name for each in shown)) & 0xFFFFFFFF:x}"
    ticked = st.session_state.get(key)
    rows = ticked["selection"]["rows"] if ticked is not None else []
    chosen = [shown[row].name for row in rows if row < len(shown)]
    _buttons(data, table, chosen, key)
    st.dataframe(
        columns_frame(shown, roles, table.rows),
        key=key,
        hide_index=True,
        height=35 * (min(max(len(shown), 1), _MOST_ROWS) + 1) + 3,
        column_config=_columns(),
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="",
        alt="The columns of the table",
    )
    st.caption(
        "Tick columns at the left edge (the box in the head ticks all) to change what they are used for. "
        "The small bars show how often values occur: from the smallest number at the left to the largest, or the most "
        "frequent words first."
    )
    if said := reading_notes(data):
        st.caption(escape(said))


def reading_notes(data: Data) -> str:
    """What the reader changed in an own table: words that count as missing, and spaces; "" for any other table."""
    read = read_columns(data)
    if read is None:
        return ""
    words = [(column.name, [word for word in column.missing_words if word]) for column in read]
    removed = "Spaces around cells were removed"
    if data.alike == "apart" and data.target is not None:
        removed += f", but not in {quoted(data.target)}"
    if data.test is not None:  # a word may be in sealed rows only
        return f"{removed}. Empty cells count as missing."
    named = [f"{listed(found, 'words')} in {quoted(name)}" for name, found in words if found]
    more = [f"words in {len(named) - _NAMED:,} more columns"] if len(named) > _NAMED else []
    return f"{removed}. Taken as missing: {'; '.join(['empty cells', *named[:_NAMED], *more])}."


def columns_frame(shown: Sequence[ColumnSummary], roles: Mapping[str, str], rows: int) -> pandas.DataFrame:
    """The columns of a table as rows of another one."""
    return pandas.DataFrame(
        {
            "name": [each.name for each in shown],
            "role": [roles[each.name] for each in shown],
            "kind": [KINDS[each.kind] for each in shown],
            "values": [list(each.histogram) for each in shown],
            "range": [_range(each) for each in shown],
            "missing": [each.missing / rows if rows else 0.0 for each in shown],
            "distinct": [each.distinct for each in shown],
        }
    )


def _search(columns: list[ColumnSummary], roles: Mapping[str, str]) -> list[ColumnSummary]:
    if len(columns) <= _FIND_FROM:
        return columns
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        text = st.text_input(
            "Find columns",
            key="find_columns",
            placeholder="Part of a name",
            icon=":material/search:",
            label_visibility="collapsed",
            width=260,
        )
        role = st.segmented_control(
            "Role", [FEATURE, LEAVE_OUT], key="find_role", label_visibility="collapsed"
        )
    words = text.lower().split()
    return [
        each
        for each in columns
        if all(word in each.name.lower() for word in words) and role in (None, roles[each.name])
    ]


def _buttons(data: Data, table: Table, chosen: list[str], key: str) -> None:
    def clear() -> None:
        st.session_state[key] = {"selection": {"rows": [], "cells": []}}

    def act(how: Callable[[], Data]) -> None:
        look_at(how())
        clear()

    count = len(chosen)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="column_roles"):
        st.markdown(
            f"{count:,} column{'s' * (count != 1)} ticked:"
            if count
            else "Tick columns to change their role:",
            width="content",
        )
        st.button(
            "Use as features",
            key="as_features",
            disabled=not count,
            on_click=act,
            args=(lambda: with_roles(data, table, features=chosen),),
            help="The network sees these columns.",
        )
        st.button(
            "Leave out",
            key="as_left_out",
            disabled=not count,
            on_click=act,
            args=(lambda: with_roles(data, table, leave_out=chosen),),
            help="The network does not see these columns.",
        )
        st.button(
            "Predict it",
            key="as_target",
            disabled=count != 1,
            on_click=act,
            args=(lambda: with_roles(data, table, target=chosen[0]),),
            help="The network learns to tell this column from the features.",
        )
        _split_buttons(data, table, chosen, act)
        column_choices(data, chosen, clear)


def _split_buttons(
    data: Data, table: Table, chosen: list[str], act: Callable[[Callable[[], Data]], None]
) -> None:
    """Draws the buttons for a column that says which rows belong together, or which came first."""
    st.button(
        "Keep its rows together",
        key="as_group",
        disabled=len(chosen) != 1,
        on_click=act,
        args=(lambda: with_roles(data, table, split=(GROUP, chosen[0])),),
        help="Rows with the same value in this column, such as those of one patient, all train or all validate: so "
        "validation shows how the network does with a patient it has never seen.",
    )
    st.button(
        "It says the time",
        key="as_time",
        disabled=len(chosen) != 1,
        on_click=act,
        args=(lambda: with_roles(data, table, split=(TIME, chosen[0])),),
        help="The rows that are latest by this column validate: so validation shows how the network does with those of "
        "tomorrow.",
    )


def _range(column: ColumnSummary) -> str:
    if column.kind is Kind.DATE and column.low is not None and column.high is not None:
        low, high = (pandas.Timestamp(days, unit="D").date() for days in (column.low, column.high))
        return f"{low} to {high}"
    if column.low is not None and column.high is not None:
        return f"{_number(column.low)} to {_number(column.high)}"
    if column.most and column.most[0][1] == 1:  # each stands there once
        return ", ".join(word for word, _ in column.most[:4]) + ", …"
    return ", ".join(f"{word} ({count:,})" for word, count in column.most[:4])


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e9 else f"{value:.4g}"


def _columns() -> dict[str, ColumnConfig | str | None]:
    column = st.column_config
    return {
        "name": column.TextColumn("Column", width=170, pinned=True),
        "role": column.TextColumn("Used as", width=90, help="What the network does with it"),
        "kind": column.TextColumn(
            "It holds", width=110, help="Row names say only which row it is: a number or a name for each"
        ),
        "values": column.BarChartColumn("Its values", width=130, y_min=0),
        "range": column.TextColumn("From … to, or most frequent", width=190),
        "missing": column.NumberColumn("Missing", width=80, format="percent"),
        "distinct": column.NumberColumn(
            "Different", width=85, format="localized", help="Number of different values"
        ),
    }
