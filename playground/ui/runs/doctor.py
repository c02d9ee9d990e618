"""What the curves of a chosen run show, with a remedy to try; and whether a twin helped."""

import streamlit as st

from playground.errors import ExperimentError
from playground.runs import Run, RunsError
from playground.runs.helped import compare_twin
from playground.ui.frame.markdown import escape
from playground.ui.frame.trouble import read_or_say
from playground.ui.frame.unseen import is_unseen
from playground.ui.runs.chosen import choose
from playground.ui.train.starting import sentence_of, start_both_by_seeds, start_remedy

_LIVE_SECONDS = 2.0


def doctor(run: Run) -> None:
    """Draws the findings on a run, live while it trains; the first remedy that can be trained is a button."""

    def draw() -> None:
        with read_or_say("doctor"), st.container(key="doctor"):
            _findings(run)

    st.fragment(draw, run_every=None if run.over else _LIVE_SECONDS)()


def twin_helped(chosen: list[Run]) -> None:
    """Says of two chosen runs, one of which is the other's twin, whether the twin is better."""
    pair = next(((run, other) for run in chosen for other in chosen if run.parent == other.id), None)
    if len(chosen) != 2 or pair is None or pair[0].experiment.branch != pair[1].experiment.branch:
        return
    found = compare_twin(*pair)
    if found is None:
        return
    wants_seeds = found.wants_seeds and not any(map(is_unseen, pair))
    with st.container(key="helped", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(escape(found.sentence), width="stretch")
        if wants_seeds and st.button(
            "Both over seeds",
            icon=":material/casino:",
            key="both_by_seeds",
            help="Trains both with several seeds, and tests whether they differ by more than luck.",
        ):
            _both_by_seeds(pair[0])


def _findings(run: Run) -> None:
    found = run.doctor.look(run)
    for each in found:
        st.markdown(f":material/stethoscope: **{each['title']}.** {escape(each['sentence'])}")
    remedy = None if is_unseen(run) else next((each for each in found if each["change"]), None)
    if remedy is not None and st.button(
        f"Try {escape(remedy['change'])}",
        key="try_remedy",
        help="Trains a twin: the same settings, seed and weights, and only this changed. Both are drawn in one chart.",
    ):
        _try(run, remedy["kind"])


def _try(run: Run, finding: str) -> None:
    try:
        started = start_remedy(run, finding)
    except (ExperimentError, RunsError) as error:
        st.toast(escape(sentence_of(error)), icon=":material/hourglass_top:")
        return
    choose([started.id, run.id])
    st.rerun()


def _both_by_seeds(run: Run) -> None:
    try:
        groups = start_both_by_seeds(run)
    except RunsError as error:
        st.toast(escape(str(error)), icon=":material/hourglass_top:")
        return
    st.query_params.from_dict({"seeds": ",".join(group.id for group in groups)})
    st.rerun()
