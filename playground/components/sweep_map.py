"""The map of a sweep: a grid of cells that fill while its runs train, which the browser fetches by itself.

The modules of `sweep_map/` come from the route `/assets/sweep_map/`, the runs from `/groups/ID`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.components.routes import base_path, module_of
from playground.studies.sweep import Over, text_of

# The space is taken before the modules have come, so that what is below moves only once.
_HTML = '<div class="sweep-map" style="min-height:12rem"></div>'

# Inline modules are loaded from a blob, which has no address to be relative to: hence the whole address.
_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    component.parentElement.querySelector(".sweep-map").textContent =
      `The map's program could not be loaded (${error.message}). Reload the page to try again.`;
  });
"""

_component = st.components.v2.component("sweep_map", html=_HTML, js=_LOADER, isolate_styles=False)


def sweep_map(
    group_id: str,
    overs: Sequence[Over],
    *,
    measure: str,
    larger_is_better: bool,
    key: str = "sweep_map",
    on_open: Callable[[], None] | None = None,
) -> Any:
    """Show a sweep, growing while it trains: one setting as a row of cells, two as a grid.

    Args:
        group_id: the group of the sweep's runs, row by row.
        overs: what was swept over; of two settings the first one has the rows.
        measure: what the cells show, in words, such as `validation loss · mean absolute error in MPa`.
        larger_is_better: whether the best cell is the one with the largest value.
        key: key of the component; keep it constant, or the map starts anew.
        on_open: called when a cell was chosen; its run's id is then `st.session_state[key].open`.

    Returns:
        The component's result; `result.open` is the id of the run whose cell was chosen just now, else None.
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
        on_open_change=on_open or _nothing,
    )


def _nothing() -> None:
    """A trigger without a callback would not reach the page's state."""
