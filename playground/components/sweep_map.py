"""The map of a sweep: a grid of cells that fill while the runs train. The browser fetches the values by itself.

The modules of `sweep_map/` come from the route `/assets/sweep_map/`, the runs from `/groups/ID`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.components.loading import loader_of, without_callback
from playground.server.asset_version import module_of
from playground.server.base_path import base_path
from playground.studies.sweep import SweptSetting, text_of

# The element has a height before the modules come, so that what is below moves only once.
_HTML = '<div class="sweep-map" style="min-height:12rem"></div>'

_component = st.components.v2.component(
    "sweep_map", html=_HTML, js=loader_of("map", "sweep-map"), isolate_styles=False
)


def sweep_map(
    group_id: str,
    overs: Sequence[SweptSetting],
    *,
    measure: str,
    larger_is_better: bool,
    key: str = "sweep_map",
    on_open: Callable[[], None] | None = None,
) -> Any:
    """Shows a sweep, which fills while it trains: one setting as a row of cells, two settings as a grid.

    Args:
        group_id: the group of the sweep's runs, which come row by row.
        overs: the settings with their values; of two settings the first has the rows.
        measure: the title of the values in the cells, such as `validation loss · mean absolute error in MPa`.
        larger_is_better: whether the largest value is the best.
        key: key of the component; another key makes a new map.
        on_open: called when a person clicks a cell; `st.session_state[key].open` is then the id of its run.

    Returns:
        The component's result; `result.open` is the id of the run whose cell was just clicked, else None.
    """
    return _component(
        key=key,
        data={
            "base": base_path(),
            "module": module_of("sweep_map"),
            "group": group_id,
            "overs": [
                {"title": each.title, "values": [text_of(value) for value in each.values]} for each in overs
            ],
            "measure": measure,
            "larger_is_better": larger_is_better,
        },
        on_open_change=on_open or without_callback,
    )
