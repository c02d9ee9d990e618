"""Choices for single columns, for all ticked ones at once: their kind, scaling and encoding."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from playground.datasets.reading.reading import Kind
from playground.experiment import Data
from playground.experiment.uploads import is_own
from playground.ui.data.shown_data import change
from playground.words import ENCODINGS, SCALINGS

KINDS = {
    Kind.NUMBER: "numbers",
    Kind.CATEGORY: "categories",
    Kind.YES_NO: "yes or no",
    Kind.DATE: "dates",
    Kind.TEXT: "text",
    Kind.IDENTIFIER: "row names",
}
_USUAL = ""  # as all others


def column_choices(data: Data, chosen: list[str], clear: Callable[[], None]) -> None:
    """Draws a list for each choice for the ticked columns; calls `clear` after a choice."""
    if is_own(data.dataset):
        kinds = {str(kind): f"They hold {title}" for kind, title in KINDS.items()}
        _choice(data, "kinds", "They hold …", kinds, chosen, clear)
    scalings = {name: f"Scaled: {word.title}" for name, word in SCALINGS.items()}
    _choice(data, "column_scaling", "Scaled …", {_USUAL: "Scaled as the others", **scalings}, chosen, clear)
    encodings = {name: f"Encoded: {word.title}" for name, word in ENCODINGS.items()}
    _choice(data, "encoding", "Encoded …", {_USUAL: "Encoded as usual", **encodings}, chosen, clear)


def _choice(
    data: Data,
    name: str,
    title: str,
    words: Mapping[str, str],
    chosen: list[str],
    clear: Callable[[], None],
) -> None:
    key = f"column_{name}-{len(chosen)}"

    def take() -> None:
        if (word := st.session_state[key]) is not None:
            others = {
                column: said for column, said in (getattr(data, name) or {}).items() if column not in chosen
            }
            said = {**others, **(dict.fromkeys(chosen, word) if word != _USUAL else {})}
            change(**{name: said or None})
            clear()

    st.selectbox(
        title,
        list(words),
        index=None,
        format_func=partial(dict.__getitem__, dict(words)),
        placeholder=title,
        key=key,
        on_change=take,
        disabled=not chosen,
        label_visibility="collapsed",
        width=190,
    )
