"""The page of an installation's host, after they have given the host's key: its figures, updated every two seconds."""

import time

import pandas
import streamlit as st

from playground.number_words import in_bytes
from playground.services import services
from playground.ui.frame.visit import visit
from playground.watching.figures import Figure, figures
from playground.watching.key import SETTING, host_key, is_host_key

_SECONDS = 2


def host_page() -> None:
    """Draws the figures, or a field for the host's key."""
    st.markdown("### This installation")
    if host_key() is None:
        st.caption(
            f"Figures are shown to whoever knows the host's key, and there is none: set `{SETTING}` and start the "
            "server anew."
        )
        return
    if not visit().is_host:
        _ask_for_key()
        return
    _figures()


def _ask_for_key() -> None:
    with st.form("host_key", border=False):
        given = st.text_input("The host's key", type="password", key="given_host_key", max_chars=1000)
        if st.form_submit_button("Show the figures"):
            if is_host_key(given.strip()):
                visit().is_host = True
                st.rerun()
            st.caption(
                f":red[This is not the key. It is what `{SETTING}` says where the server was started.]"
            )


@st.fragment(run_every=_SECONDS)
def _figures() -> None:
    found = figures(services())
    if trouble := services().runs.trouble:
        st.warning(trouble, icon=":material/cloud_off:")
    table = pandas.DataFrame(
        {
            "": [figure.title for figure in found],
            "now": [_words(figure) for figure in found],
            "what it says": [figure.help for figure in found],
        }
    )
    st.dataframe(table, hide_index=True, height="content", placeholder="", alt="Figures of this installation")
    st.caption("The same for Prometheus: `/metrics`, with the key as bearer token.")


def _words(figure: Figure) -> str:
    match figure.kind:
        case "bytes":
            return in_bytes(figure.value)
        case "seconds":
            return time.strftime("%Y-%m-%d, %H:%M UTC", time.gmtime(figure.value))
        case "yes or no":
            return "yes" if figure.value else "no"
        case _:
            return f"{figure.value:,.0f}"
