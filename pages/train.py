"""The Playground: data, network and training on the left, the run and its curves on the right."""

from functools import partial

import streamlit as st

from playground.components.live_curves import live_curves
from playground.ui.forms.check import check_draft
from playground.ui.forms.data_form import data_form
from playground.ui.forms.fields import Fields
from playground.ui.forms.layer_edits import stack_of
from playground.ui.forms.network_form import network_form, units_field
from playground.ui.forms.sections import section
from playground.ui.forms.training_form import training_form
from playground.ui.frame.head import head, head_container
from playground.ui.frame.markdown import escape
from playground.ui.frame.summaries import data_in_short, network_in_short, run_in_short, training_in_short
from playground.ui.frame.unseen import is_unseen, leave_unseen
from playground.ui.judge.dialog import judge_button
from playground.ui.train.code_beside import code_beside, code_container
from playground.ui.train.presets import preset
from playground.ui.train.requests import note_requests
from playground.ui.train.run_bar import bar, meet_requests, title
from playground.ui.train.share import keep_in_address, open_link
from playground.ui.train.shown_run import first_experiment, shown_run, this_draft
from playground.ui.train.take_away import take_away
from playground.ui.train.test_rows import test_rows
from playground.ui.train.twins import run_beside
from playground.ui.train.untrained import untrained_networks

run = shown_run()
draft = this_draft(run)
open_link(draft)
leave_unseen(draft, first_experiment(), quietly=is_unseen(run))
fields = Fields()
settings, results = st.columns([1, 2], gap="medium")

with settings:
    # What stands above the forms is filled once they are read and requests are met: it names the run that is shown.
    above = head_container()
    # Its border, which the style sheet hides, takes its room before it is filled: nothing below it moves.
    top = st.container(key="top", border=True)
    with section("Data") as data:
        prepared = data_form(draft, fields)
    with section("Network", expanded=True) as network:
        rows = network_form(draft, prepared, fields)
    code = code_container()
    with section("Training") as training:
        training_form(draft, prepared, fields)
    notes = st.container(key="notes", gap=None)
    now = check_draft(draft)
    fields.tell(now.problems, now.notes)
    with notes:
        for note in now.notes:
            st.caption(f":material/info: {escape(str(note))}")
    data.summarize(data_in_short(prepared, draft.data.dataset) if prepared else "not ready")
    network.summarize(
        network_in_short([layer.settings for layer in draft.layers], rows), partial(units_field, draft)
    )
    training.summarize(training_in_short(draft.training))
    code_beside(now, code)

run, is_other_draft = meet_requests(draft, now, run)
if run is not None:
    st.set_page_config(page_title=f"{run_in_short(run)} · Neural-network playground")
with results:
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
# The curves and the picture wait for nothing that is drawn here.
head(container=above)
with top:
    preset(draft, now.plan, run)
keep_in_address(now.plan, run, first_experiment())
if is_other_draft:
    # The forms have drawn the settings of before.
    st.rerun()
