"""A sweep: a map that fills while its runs train, and whose cells open their runs."""

import streamlit as st

from playground.comparing.comparable import comparison
from playground.comparing.quantity import quantity
from playground.components.sweep_map import sweep_map
from playground.persons import may
from playground.runs import Group
from playground.services import runs
from playground.studies.sweep import overs_of
from playground.ui.frame.head import all_runs
from playground.ui.frame.markdown import escape
from playground.ui.frame.summaries import data_title
from playground.ui.frame.trouble import read_or_say
from playground.ui.frame.visitor import person
from playground.ui.runs.comparability import comparability
from playground.ui.runs.one_run import open_run
from playground.ui.train.stop import stop
from playground.words import larger_is_better

_KEY = "sweep_map"
_LIVE_SECONDS = 2.0
_BEST = 5  # cells that the button compares


def sweep(group_id: str) -> None:
    """Draws the sweep that `sweep=GROUP` names."""
    all_runs()
    group = runs().groups.get(group_id)
    if group is None or group.kind != "sweep" or not group.runs:
        st.info("The sweep in this address is not kept here.", icon=":material/history_toggle_off:")
        return
    # A fragment of its own: Stop must go when the last run ends, long after the page was drawn.
    st.fragment(_actions, run_every=None if group.over else _LIVE_SECONDS)(group_id)
    result = sweep_map(
        group_id,
        overs_of(group.settings),
        larger_is_better=larger_is_better(group.runs[0].monitor),
        measure=quantity(group.runs[0].experiment, group.runs[0].monitor).title_in_unit,
        key=_KEY,
    )
    comparability(comparison([run.experiment for run in group.runs], group.runs[0].monitor))
    if result.open and (run := runs().get(result.open)) is not None:
        open_run(run)


def _actions(group_id: str) -> None:
    with read_or_say("sweep"):
        group = runs().groups.get(group_id)
        if group is not None:
            _actions_of(group)


def _actions_of(group: Group) -> None:
    overs, first = overs_of(group.settings), group.runs[0]
    with st.container(horizontal=True, vertical_alignment="center", key="sweep_actions"):
        titles = " × ".join(each.title for each in overs)
        data = first.experiment.data
        of = f"{data_title(data.dataset)} → {data.target}"
        st.markdown(f"**{escape(titles)}** · {escape(of)} · a click on a cell opens its run", width="content")
        few = len(group.runs) <= _BEST
        label = f"Compare all {len(group.runs)}" if few else f"Compare the best {_BEST}"
        if st.button(label, icon=":material/query_stats:", key="compare_best", type="tertiary"):
            st.query_params.from_dict({"compare": ",".join(run.id for run in group.ranked()[:_BEST])})
            st.rerun()
        going = [run for run in group.runs if not run.over]
        mine = may(person(), "steer", group)
        if going and mine and st.button("Stop", icon=":material/stop:", key="stop_sweep", type="tertiary"):
            stop(going)
