"""A page with the live curves and a button; its address says what the page knows of the run.

Query parameters: run (none: no run yet), loss, metrics (separated by commas), deaf (how many reports of the run's
end this page ignores before it believes them), sweep (the group whose map is shown below).
"""

import streamlit as st

from playground.components.live_curves import live_curves
from playground.components.sweep_map import sweep_map
from playground.studies.sweep import SweptSetting

st.set_page_config(page_title="Live curves", layout="wide", menu_items={"About": "A page for tests."})
asked = st.query_params
heard = st.session_state.setdefault("heard", 0)


def hear() -> None:
    """Counts the reports that the run is over."""
    st.session_state.heard += 1


controls, curves = st.columns([1, 2], gap="large")
with controls:
    st.subheader("Controls")
    st.button("Run the script again", key="again")
    st.button("Show the other run", key="other", on_click=lambda: asked.update(run="second"))
    st.button("Train", type="primary")
    st.number_input("Epochs", value=500)
    st.markdown(f"Reports heard: {heard}")
with curves:
    live_curves(
        asked.get("run"),
        loss=asked.get("loss", "mae"),
        metrics=[name for name in asked.get("metrics", "").split(",") if name],
        known_state="running" if heard <= int(asked.get("deaf", 0)) else "finished",
        on_ended=hear,
    )
if group := asked.get("sweep"):
    result = sweep_map(
        group, [SweptSetting("training.seed", (0, 1))], measure="validation loss", larger_is_better=False
    )
    if result.open:
        st.markdown(f"Opened: {result.open}")
