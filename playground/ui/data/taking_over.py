"""Taking the shown data over to the Playground."""

import streamlit as st

from playground.datasets import Prepared
from playground.experiment import Data
from playground.ui.forms.check import fit_batch
from playground.ui.frame.markdown import escape
from playground.ui.frame.visit import visit
from playground.ui.train.shown_run import this_draft


def use_on_playground(data: Data, prepared: Prepared | None, why: str) -> None:
    """Draws the button that gives the Playground these data and goes there."""
    with st.container(key="use_data", gap="small"):
        if st.button(
            "Use on the Playground",
            icon=":material/arrow_forward:",
            type="primary",
            key="use",
            disabled=prepared is None,
            width="stretch",
        ):
            draft = this_draft(None)
            draft.use_data(data)
            visit().data_from = data
            fit_batch(draft)
            st.switch_page("train.py")
        if prepared is None:
            st.caption(f":red[{escape(why)}]")
        else:
            parts = prepared.report.parts
            inputs = len(prepared.inputs)
            st.caption(
                f"{inputs:,} input{'s' * (inputs != 1)}; {parts.training:,} rows train the network, "
                f"{parts.validation:,} check it."
            )
