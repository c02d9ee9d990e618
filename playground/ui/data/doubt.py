"""The choice of what happens to rows in doubt, beside the sentence that names them."""

import streamlit as st

from playground.experiment import Data, FileReading
from playground.ui.data.shown_data import change

IN_DOUBT = "data.reading.doubtful"  # the field of the error that names rows in doubt


def doubt_choice(data: Data) -> None:
    """Draws a button for each answer, which applies from the next run of the script on."""
    said = (data.reading or FileReading()).model_dump()
    with st.container(horizontal=True, gap="small"):
        for label, answer in (("Leave them out", "leave_out"), ("Keep them as they were read", "keep")):
            st.button(
                label,
                key=f"doubt_{answer}",
                on_click=change,
                kwargs={"reading": {**said, "doubtful": answer}},
            )
