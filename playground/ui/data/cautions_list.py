"""The cautions on a table, each with buttons for its remedies."""

from collections.abc import Sequence

import streamlit as st

from playground.datasets.understanding import Caution
from playground.ui.data.shown_data import change
from playground.ui.frame.markdown import escape


def cautions_list(found: Sequence[Caution], can_train: bool) -> None:
    """Draws each caution as a box with its sentence, its rows and its buttons.

    Draws nothing for a table that cannot train and has no cautions, because the page says why above.
    """
    if not found and not can_train:
        return
    st.markdown("**What to know before training**")
    if not found:
        st.caption("Nothing about this table needs your attention.")
        return
    for caution in found:
        with st.container(border=True, key=f"caution_{caution.kind}", gap="small"):
            st.markdown(
                f"**{escape(caution.title)}** :gray[·\u00a0{caution.rows:,}\u00a0row{'s' * (caution.rows != 1)}]"
            )
            st.caption(escape(caution.sentence))
            if caution.remedies:
                with st.container(horizontal=True, gap="small"):
                    for index, remedy in enumerate(caution.remedies):
                        st.button(
                            remedy.title,
                            key=f"mend_{caution.kind}_{index}",
                            on_click=change,
                            kwargs=dict(remedy.changes),
                        )
