"""Preparing a table: which rows train, validate and test, and how columns are scaled, filled and encoded."""

from collections.abc import Mapping

import streamlit as st

from playground.datasets import Prepared
from playground.datasets.understanding import Table
from playground.experiment import Data
from playground.experiment.settings import SETTINGS
from playground.mentions import quoted
from playground.ui.data.roles import target_of
from playground.ui.data.setting_widgets import put, set_number, set_switch, set_word
from playground.ui.data.split_form import split_form
from playground.ui.data.test_part import test_part
from playground.ui.frame.markdown import escape
from playground.words import ENCODINGS, SCALINGS, Word

_NAMED = 6  # the most columns with a choice of their own that are named


def prepare_form(data: Data, table: Table, prepared: Prepared | None, why_not: str) -> None:
    """Draws the widgets of all steps, and their result."""
    rows, test = st.columns(2, gap="medium")
    with rows:
        st.markdown("**Training and validation rows**")
        split_form(data, table)
    with test:
        st.markdown("**Test rows**")
        test_part(data, table)
    numbers, others = st.columns(2, gap="medium")
    with numbers:
        st.markdown("**Numbers**")
        set_word(data, "data.scaling")
        if not table.card.is_toy:
            _by_column(data, "data.column_scaling", SCALINGS)
            set_number(data, "data.clip", optional=True)
        st.markdown("**Target**")
        _target(data, table)
    with others:
        if not table.card.is_toy:
            st.markdown("**Missing values**")
            set_word(data, "data.missing")
            fills = data.missing == "fill"
            set_word(data, "data.fill", disabled=not fills)
            set_switch(data, "data.was_missing", disabled=not fills)
            st.markdown("**Words and dates**")
            set_number(data, "data.most_categories", optional=True)
            _by_column(data, "data.encoding", ENCODINGS)
    _outcome(prepared, why_not)


def _target(data: Data, table: Table) -> None:
    target = target_of(data, table)
    if target not in table.columns:
        return
    if data.options.get("task") == "classes" or table.numbers(target) is None:
        set_word(data, "data.class_weights")
        if table.numbers(target) is None:
            set_word(data, "data.alike")
        return
    set_switch(data, "data.scale_target", disabled=data.scaling == "none")
    low = table.columns[target].low
    has_none = low is not None and low <= 0
    set_switch(data, "data.log_target", disabled=has_none and not data.log_target)
    if has_none:
        st.caption(escape(f"{quoted(target)} goes down to {low:g}, which has no logarithm."))


def _by_column(data: Data, path: str, words: Mapping[str, Word]) -> None:
    """Says which columns have a choice of their own, and where to change it."""
    row, chosen = SETTINGS[path], SETTINGS[path].of({"data": data}) or {}
    if not chosen:
        st.caption(f"{row.title}: tick columns in the first tab.")
        return
    named = ", ".join(
        f"{quoted(name)} {words[str(word)].title}" for name, word in list(chosen.items())[:_NAMED]
    )
    more = f" and {len(chosen) - _NAMED:,} more" if len(chosen) > _NAMED else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(escape(f"{row.title}: {named}{more}."))
        st.button(
            f"All {row.when_none}",
            key=f"clear_{path.rpartition('.')[2]}",
            type="tertiary",
            on_click=put,
            args=(data, path, None),
        )


def _outcome(prepared: Prepared | None, why_not: str) -> None:
    st.markdown("**What this comes to**")
    if prepared is None:
        st.caption(f":red[{escape(why_not)}]")
        return
    with st.container(gap="xxsmall"):
        for sentence in prepared.report.sentences():
            st.caption(escape(sentence))
