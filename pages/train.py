"""The Playground: data, network and training on the left, the run and its curves on the right."""

import streamlit as st

from playground.ui.frame.unseen import is_unseen, leave_unseen
from playground.ui.train.parts import SECTIONS, draw_stale
from playground.ui.train.results import results
from playground.ui.train.settings import above, code_section, data_section, network_section, training_section
from playground.ui.train.share import open_link
from playground.ui.train.shown_run import first_experiment, shown_run, this_draft

run = shown_run()
draft = this_draft(run)
open_link(draft)
leave_unseen(draft, first_experiment(), quietly=is_unseen(run))
left, right = st.columns([1, 2], gap="medium")
with left:
    # What stands above the forms is filled once they are read and requests are met: it names the run that is shown.
    # Its border, which the style sheet hides, takes its room before it is filled: nothing below it moves.
    room = st.container(key="above", border=True)
    data_section()
    network_section()
    code_section()
    training_section()
with right:
    results()
# The curves and the picture wait for nothing that is drawn here.
with room:
    above()
draw_stale(*SECTIONS, "results", "above")
