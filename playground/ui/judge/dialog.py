"""The button that opens the judgement of a run, and the dialog."""

from collections.abc import Callable, Mapping

import streamlit as st

from playground.datasets import DataError
from playground.evaluation.judgement import Judgement
from playground.experiment.uploads import digests_in
from playground.layers.kind import within_a_sentence
from playground.mentions import and_
from playground.runs import Run, RunsError
from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.markdown import escape
from playground.ui.frame.unseen import why_unseen
from playground.ui.frame.visitor import person
from playground.ui.judge.asking import ask
from playground.ui.judge.classes import several_classes, two_classes
from playground.ui.judge.importance import importance
from playground.ui.judge.measures_table import measures_table
from playground.ui.judge.numbers import numbers
from playground.ui.judge.own_rows import own_rows
from playground.words import Task

_SECONDS = 20.0  # seconds for a worker's answer until the dialog says that it takes long
_PARTS = {"validation": "Validation rows", "training": "Training rows", "test": "Test rows"}


@st.fragment
def judge_button(run: Run | None) -> None:
    """Draws the button, which is disabled until the run is over. A press does not redraw the page."""
    kept = None if run is None else run.kept
    when = (
        " Not of a run that is trained elsewhere."
        if run is not None and run.is_streamed
        else " Once a run is over."
    )
    if (
        st.button(
            "Judge",
            icon=":material/balance:",
            key="judge",
            type="tertiary",
            disabled=kept is None,
            help="Is it any good, and where is it wrong? In the target's own unit, and beside simple models."
            + (when if kept is None else ""),
        )
        and run is not None
    ):
        _dialog(run)


@st.dialog("Is it any good, and where is it wrong?", width="large")
def _dialog(run: Run) -> None:
    if why := why_unseen(digests_in(run.experiment)):
        st.caption(escape(why))
        return
    for tab, draw in zip(
        st.tabs(list(_TABS), key="judge_tabs", on_change="rerun"), _TABS.values(), strict=True
    ):
        if tab.open:
            with tab:
                _draw_tab(draw, run)


def _draw_tab(draw: Callable[[Run], None], run: Run) -> None:
    """Draws a tab, or a sentence on why it cannot be drawn."""
    try:
        draw(run)
    except (DataError, RunsError, StoreError) as error:
        st.caption(escape(str(error)))


def _judgement(run: Run) -> None:
    with st.spinner("A worker puts all rows through the network …"):
        found = runs().judging.judge(run, _SECONDS, opened=runs().sealed_rows.are_open(run, person()))
    if found is None:
        st.caption(
            "This takes long: all workers are busy, or the network is large. Open this again in a moment."
        )
        return
    st.markdown(escape(found.sentence))
    st.caption(_about(found))
    part = st.segmented_control(
        "Rows",
        list(found.network),
        default="validation",
        format_func=_PARTS.__getitem__,
        label_visibility="collapsed",
        key=f"judge_part-{run.id}",
        required=True,
    )
    match found.planned.prepared.task:
        case Task.REGRESSION:
            measures_table(found, part)
            numbers(found, part)
        case Task.BINARY:
            two_classes(found, part)
        case Task.MULTICLASS:
            measures_table(found, part)
            several_classes(found, part)


def _about(found: Judgement) -> str:
    rows = and_([f"{len(answers):,} {part}" for part, answers in found.network.items()])
    which = "its best epoch" if found.which == "best" else "its last epoch"
    kinds = dict.fromkeys(type(layer) for layer in found.planned.experiment.network.layers)
    noise = [within_a_sentence(kind.title) for kind in kinds if kind.in_training and not kind.normalizes]
    off = f", without {and_(noise)}" if noise else ""
    return f"The network kept is that of {which}, {found.epoch:,}, on {rows} rows{off}."


_TABS: Mapping[str, Callable[[Run], None]] = {
    "How good it is": _judgement,
    "Ask it": ask,
    "What counts": importance,
    "Rows of your own": own_rows,
}
