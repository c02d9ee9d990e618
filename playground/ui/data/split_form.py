"""The split into training and validation rows: at random, by class, by group, by time, or with copies together."""

import streamlit as st

from playground.datasets.reading.reading import Kind
from playground.datasets.understanding import Table
from playground.experiment import Data
from playground.experiment.settings import SETTINGS
from playground.ui.data.roles import GROUP, TIME, target_of, with_roles
from playground.ui.data.setting_widgets import key_of, put, set_number
from playground.ui.data.shown_data import look_at
from playground.ui.forms.setting_fields import help_of
from playground.words import SPLITS

_RANDOM, _ORDER = "", ""
_PATH = "data.split"


def split_form(data: Data, table: Table) -> None:
    """Draws the widgets for the share and the choice of training rows."""
    share, seed = st.columns(2)
    with share:
        set_number(data, "data.train_fraction")
    with seed:
        set_number(data, "data.split_seed", disabled=data.split is not None and data.split.by == "time")
    key, row = key_of(_PATH), SETTINGS[_PATH]
    st.session_state[key] = _RANDOM if data.split is None else data.split.by
    offered = [_RANDOM, *SPLITS]
    st.selectbox(
        row.title,
        offered,
        format_func=lambda by: SPLITS[by].title if by else row.when_none,
        key=key,
        on_change=lambda: _take(data, table, st.session_state[key]),
        help=help_of(_PATH, offered),
    )
    if data.split is not None and data.split.by in ("group", "time"):
        _column(data, table, data.split.by, data.split.column)


def _take(data: Data, table: Table, by: str) -> None:
    if by == "group":
        _by_column(data, table, by, _groups(data, table)[0])
    else:
        put(data, _PATH, {"by": by} if by else None)


def _column(data: Data, table: Table, by: str, column: str | None) -> None:
    """Draws the choice of the column by which rows are split."""
    key = f"{key_of(_PATH)}_column-{by}"
    offered = _groups(data, table) if by == "group" else [_ORDER, *_times(data, table)]
    if column is not None and column not in offered:
        offered.append(column)
    st.session_state[key] = column or _ORDER
    st.selectbox(
        "Rows with the same value belong together" if by == "group" else "Later is what has more in",
        offered,
        format_func=lambda name: name or "the order of the table",
        key=key,
        on_change=lambda: _by_column(data, table, by, st.session_state[key]),
        help="The column is no feature any more.",
    )


def _by_column(data: Data, table: Table, by: str, column: str) -> None:
    if column:
        look_at(with_roles(data, table, split=(GROUP if by == "group" else TIME, column)))
    else:
        put(data, _PATH, {"by": by})


def _groups(data: Data, table: Table) -> list[str]:
    """The columns that may tell which rows belong together, the most likely first."""
    target = target_of(data, table)
    others = [each for each in table.columns.values() if each.name != target]
    likely = [each.name for each in others if 2 < each.distinct < table.rows / 2 and not each.may_be_classes]
    return [*likely, *(each.name for each in others if each.name not in likely)]


def _times(data: Data, table: Table) -> list[str]:
    target = target_of(data, table)
    kinds = (Kind.DATE, Kind.NUMBER, Kind.IDENTIFIER)
    able = [each for each in table.columns.values() if each.kind in kinds and each.name != target]
    return [each.name for each in sorted(able, key=lambda each: kinds.index(each.kind))]
