"""What every page says while the store cannot be written or read."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.markdown import escape


def trouble_line() -> str:
    """A line of Markdown that says why runs cannot be kept; "" if they can."""
    said = runs().trouble
    return f":orange[:material/cloud_off: {escape(said)}]" if said else ""


@contextmanager
def read_or_say(part: str) -> Iterator[None]:
    """Draws a part of a page; if the store cannot be read, draws a sentence and a button instead.

    The runs may still be there, so no page may say that they are not kept.
    """
    try:
        yield
    except StoreError as error:
        st.warning(
            f"What this page shows cannot be read at the moment. {escape(str(error))}",
            icon=":material/cloud_off:",
        )
        # A press runs the script again by itself.
        st.button("Try again", icon=":material/refresh:", key=f"read_again_{part}")
