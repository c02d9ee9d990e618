"""What every page says while runs cannot be kept, or cannot be read."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.markdown import escape


def trouble_line() -> str:
    """A line of Markdown, "" while all is well."""
    said = runs().trouble
    return f":orange[:material/cloud_off: {escape(said)}]" if said else ""


@contextmanager
def read_or_say(part: str) -> Iterator[None]:
    """Draws a part of a page; where the store cannot be read, a sentence and a button instead of the rest.

    What is asked for may be there all the same, so no page says that it is not kept.
    """
    try:
        yield
    except StoreError as error:
        st.warning(
            f"What this page shows cannot be read at the moment. {escape(str(error))}",
            icon=":material/cloud_off:",
        )
        # The press alone runs the script again.
        st.button("Try again", icon=":material/refresh:", key=f"read_again_{part}")
