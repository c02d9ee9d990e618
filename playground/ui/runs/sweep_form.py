"""The form of a sweep: one or two settings of a run, and the values to try for each."""

from collections.abc import Sequence
from math import prod

import streamlit as st

from playground.errors import ExperimentError
from playground.runs import RunsError
from playground.server.addresses import address_of_page
from playground.services import runs
from playground.studies.sweep import Cell, SweptSetting, cells, parse_over, settings_of, text_of
from playground.studies.sweepable import Sweepable, sweepables
from playground.ui.frame.head import all_runs
from playground.ui.frame.markdown import escape
from playground.ui.frame.summaries import experiment_in_short
from playground.ui.frame.visitor import person

_FIRST = "training.optimizer.learning_rate"  # the setting that the form proposes


def sweep_form(run_id: str) -> None:
    """Draws the form for the run that `over=RUN` names; its button starts the sweep."""
    run = runs().get(run_id)
    if run is None:
        st.info("The run in this address is not kept here any more.", icon=":material/history_toggle_off:")
        return
    all_runs()
    st.markdown(f"**Sweep over {escape(experiment_in_short(run.experiment))}**")
    offered = {row.path: row for row in sweepables(run.experiment)}
    left, right = st.columns(2)
    with left:
        first = _setting("First setting", offered, _FIRST, "sweep_first")
    with right:
        rest = {path: row for path, row in offered.items() if first is None or path != first[0].path}
        second = _setting("Second setting", rest, None, "sweep_second")
    try:
        overs = _overs(first, second)
        if not overs:
            return
        every = cells(run.experiment, overs)
    except ExperimentError as error:
        sentence = error.problems[0].sentence
        st.markdown(f":red[:material/error: {escape(sentence[:1].upper() + sentence[1:])}]")
        return
    count = prod(len(each.values) for each in overs)
    sizes = " × ".join(str(len(each.values)) for each in overs)
    st.caption(
        f"{sizes}{f' = {count}' if len(overs) > 1 else ''} run{'s' * (count != 1)}, which wait behind single runs. "
        "All other settings stay the same, the seed too."
    )
    if st.button("Start the sweep", icon=":material/play_arrow:", key="start_sweep", type="primary"):
        _start(every, overs)


def _setting(
    title: str, offered: dict[str, Sweepable], usual: str | None, key: str
) -> tuple[Sweepable, str] | None:
    paths = list(offered)
    path = st.selectbox(
        title,
        paths,
        index=paths.index(usual) if usual in paths else None,
        format_func=lambda name: offered[name].title,
        placeholder="none",
        key=key,
    )
    if path is None:
        return None
    row = offered[path]
    text = st.text_input(
        "Values",
        ", ".join(text_of(value) for value in row.values),
        key=f"{key}-values-{path}",
        help="Separate them with commas.",
    )
    return row, text


def _overs(*chosen: tuple[Sweepable, str] | None) -> list[SweptSetting]:
    """The settings with the values that were typed; “full” is the full batch."""
    overs = []
    for row, text in (pair for pair in chosen if pair is not None):
        values = (part.strip() for part in text.split(","))
        listed = ", ".join("null" if part == text_of(None) else part for part in values)
        overs.append(parse_over(f"{row.path}={listed}"))
    return overs


def _start(every: Sequence[Cell], overs: list[SweptSetting]) -> None:
    try:
        group = runs().groups.start(
            [cell.experiment for cell in every],
            person(),
            "sweep",
            [cell.label for cell in every],
            settings_of(overs),
            address=address_of_page(),
        )
    except RunsError as error:
        st.toast(escape(str(error)), icon=":material/hourglass_top:")
        return
    st.query_params.from_dict({"sweep": group.id})
    st.rerun()
