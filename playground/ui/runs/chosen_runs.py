"""The chosen runs: one run with its name and buttons, several runs compared."""

import streamlit as st

from playground.runs import Run
from playground.services import runs
from playground.store import Summary
from playground.ui.frame.visitor import person
from playground.ui.runs.chosen import choose, chosen_ids
from playground.ui.runs.comparison import comparison
from playground.ui.runs.deletion import delete
from playground.ui.runs.doctor import twin_helped
from playground.ui.runs.one_run import one_run


def chosen_runs() -> None:
    """Draws the runs that the address names, other persons' too; only an owner gets the widgets that change a run."""
    ids = chosen_ids()
    if not ids:
        return
    found = [run for name in ids if (run := runs().get(name)) is not None]
    if gone := len(ids) - len(found):
        is_are = (
            "One of the runs in this address is" if gone == 1 else f"{gone} of the runs in this address are"
        )
        st.info(f"{is_are} not kept here any more.", icon=":material/history_toggle_off:")
    if not found:
        return
    mine = {row.id: row for row in runs().table(person())}
    if len(found) == 1:
        one_run(found[0], mine.get(found[0].id))
    else:
        _several(found, mine)
    names = [mine[run.id].name if run.id in mine else "" for run in found]
    comparison([run.id for run in found], names)


def _several(found: list[Run], mine: dict[str, Summary]) -> None:
    own = [run.id for run in found if run.id in mine]
    with st.container(key="compare_actions", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{len(found)} runs compared**", width="content")
        if st.button("Choose none", icon=":material/deselect:", key="choose_none", type="tertiary"):
            choose([])
            st.rerun()
        if own and st.button(
            f"Delete {len(own)}",
            icon=":material/delete:",
            key="delete_runs",
            type="tertiary",
            help="Can be taken back.",
        ):
            delete(own)
    twin_helped(found)
