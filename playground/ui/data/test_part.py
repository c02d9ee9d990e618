"""The test part: rows that are set aside and sealed. The page explains it before a person chooses it."""

import time

import streamlit as st

from playground.datasets import complete_data
from playground.datasets.error import DataError
from playground.datasets.understanding import Table
from playground.experiment import Data
from playground.experiment.settings import SETTINGS
from playground.runs import RunsError
from playground.services import runs
from playground.store import StoreError
from playground.ui.data.setting_widgets import key_of, put, set_number
from playground.ui.frame.markdown import escape
from playground.ui.frame.visitor import person

_PATH = "data.test"
_SEALED = (
    "From now on no page, curve or file of a run shows these rows. When all choices are made, open them on the "
    "Playground, by “Test rows” above the curves of a finished run: its network is measured on them, and that is "
    "noted with the run. They open **once**: whoever chooses again after that has no rows left that nobody has seen."
)
_OFF = (
    "Whoever trains often and keeps what validates best has fitted the validation rows too. Test rows that nobody "
    "looked at tell how well the chosen network does on new rows."
)
_TOY = "A toy has new points for every seed: none of them needs to be sealed."


def test_part(data: Data, table: Table) -> None:
    """Draws the switch, share and seed of the test part."""
    key, row = key_of(_PATH), SETTINGS[_PATH]
    st.session_state[key] = data.test is not None
    st.toggle(
        "Seal some rows for a test",
        key=key,
        on_change=lambda: put(data, _PATH, {} if st.session_state[key] else None),
        disabled=table.card.is_toy and data.test is None,
        help=row.help,
    )
    if data.test is None:
        st.caption(_TOY if table.card.is_toy else _OFF)
        return
    share, seed = st.columns(2)
    with share:
        set_number(data, "data.test.fraction")
    with seed:
        set_number(data, "data.test.seed", disabled=data.split is not None and data.split.by == "time")
    if when := _opened_on(data):
        st.caption(
            f":orange[:material/lock_open: You opened these test rows on {escape(when)}. They show no more how well a "
            "choice made since then does. Take another share or seed, or new data.]"
        )
    else:
        st.caption(f":material/lock: {_SEALED}")


def _opened_on(data: Data) -> str:
    """The day on which the person at the page opened these test rows; "" where they are sealed."""
    try:
        found = runs().sealed_rows.opened(complete_data(data), person())
    except (DataError, RunsError, StoreError):
        return ""
    return "" if found is None else time.strftime("%Y-%m-%d", time.gmtime(found.opened_at))
