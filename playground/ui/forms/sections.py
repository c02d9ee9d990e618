"""A section of the settings: a form that folds to one line with its title and a summary."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from playground.ui.frame.markdown import escape


class Section:
    """A form on the page; `summarize` is called once the form has been read.

    Attributes:
        open: whether it is unfolded; always True unless the section is lazy.
    """

    def __init__(
        self, name: str, container: "st.delta_generator.DeltaGenerator", *, is_open: bool = True
    ) -> None:
        self._name = name
        self._container = container
        self.open = is_open

    def summarize(self, text: str, field: Callable[[], None] | None = None) -> None:
        """Shows the summary beside the title, and before it a `field` in which a person types it."""
        with (
            self._container,
            st.container(
                key=f"summary-{self._name}",
                horizontal=True,
                wrap=False,
                vertical_alignment="center",
                horizontal_alignment="right",
                gap="xsmall",
            ),
        ):
            if field is not None:
                field()
            st.caption(escape(text), width="content")


@contextmanager
def section(title: str, *, expanded: bool = False, is_lazy: bool = False) -> Iterator[Section]:
    """Draws a section; the block draws what is in it.

    The page's script runs when a lazy section is folded or unfolded, and its block draws nothing while it is folded.

    The summary lies over the head of the expander (see frame.css): as part of its label it would be one
    rerun behind the widgets that it sums up.
    """
    name = title.lower()
    with st.container(key=f"section-{name}", gap=None):
        container = st.container(key=f"summary-slot-{name}")
        folded = st.expander(
            title, expanded=expanded, key=f"expander-{name}", on_change="rerun" if is_lazy else "ignore"
        )
        with folded:
            yield Section(name, container, is_open=bool(folded.open) if is_lazy else True)
