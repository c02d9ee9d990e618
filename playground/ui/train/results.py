"""The results of the Playground: the run shown, its buttons, its curves, and the picture of the network."""

import streamlit as st

from playground.components.live_curves import live_curves
from playground.ui.forms.layer_edits import stack_of
from playground.ui.frame.summaries import run_in_short
from playground.ui.judge.dialog import judge_button
from playground.ui.train.parts import SECTIONS, checked, draw_stale, note_drawn, part, shown
from playground.ui.train.requests import note_requests
from playground.ui.train.run_bar import bar, meet_requests, title
from playground.ui.train.share import keep_in_address
from playground.ui.train.shown_run import first_experiment
from playground.ui.train.take_away import take_away
from playground.ui.train.test_rows import test_rows
from playground.ui.train.twins import run_beside
from playground.ui.train.untrained import untrained_networks


@part("results", ("above",))
def results() -> None:
    """Meets the requests of the bar, and draws the bar, the curves and the picture."""
    run, draft = shown()
    draw_stale(*SECTIONS)
    now = checked(draft)
    run, is_other_draft = meet_requests(draft, now, run)
    if run is not None:
        st.set_page_config(page_title=f"{run_in_short(run)} · Neural-network playground")
    with st.container(key="of_run", horizontal=True, vertical_alignment="center", gap="small"):
        title(now, run)
        if run is not None:
            test_rows(run)
        with st.container(width="content"):
            judge_button(run)
        if run is not None:
            take_away(run)
    experiment = run.experiment if run else now.plan.experiment if now.plan else None
    live_curves(
        run.id if run else None,
        loss=experiment.training.loss if experiment else "loss",
        metrics=experiment.training.metrics if experiment else (),
        known_state=run.state if run else "",
        experiment=experiment,
        picture=True,
        untrained=untrained_networks(now.plan, run) if run is None or not run.is_streamed else None,
        beside=run_beside(run),
        bar=bar(now, run),
        stack=stack_of(draft),
        on_request=note_requests,
    )
    keep_in_address(now.plan, run, first_experiment())
    note_drawn("results", draft)
    if is_other_draft:
        # The forms have drawn the settings of before.
        st.rerun()
