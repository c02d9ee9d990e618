"""A run with its bar, and a button that makes the script busy for `SECONDS` unless it is interrupted."""

import time

import streamlit as st

from playground.components.live_curves import live_curves
from playground.experiment import Data, Experiment, Training
from playground.plan import plan
from playground.priority import SCRIPT_NICE, give_way
from playground.services import runs
from playground.ui.forms.check import Check
from playground.ui.frame.visitor import person
from playground.ui.train.run_bar import bar

SECONDS = 5.0

give_way(SCRIPT_NICE)
st.set_page_config(layout="wide")
if st.button("Start", key="begin"):
    training = Training(epochs=10_000, early_stopping=None)
    planned = plan(Experiment(data=Data(dataset="iris"), training=training))
    st.session_state.run = runs().start(planned.experiment, person())
run = st.session_state.get("run")
busy = st.button("Be busy", key="busy")
live_curves(
    run.id if run else None,
    loss="mae",
    metrics=(),
    known_state=run.state if run else "",
    bar=bar(Check(None), run),
)
if busy:
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        sum(range(1000))
