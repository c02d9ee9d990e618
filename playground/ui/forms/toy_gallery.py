"""The gallery: a toy chosen by its picture."""

from functools import partial

import streamlit as st

from playground.datasets import card
from playground.datasets.toys.catalogue import TOYS
from playground.datasets.toys.thumbnails import thumbnail
from playground.ui.forms.check import fit_batch
from playground.ui.frame.draft import Draft

_OPEN = "gallery_popover"


def toy_gallery(draft: Draft) -> None:
    """Draws the button that opens the gallery; a choice in it changes the draft and closes it."""
    popover = st.popover("Pictures", icon=":material/grid_view:", key=_OPEN, on_change="rerun")
    if not popover.open:
        return  # the pictures are in every message, so they are drawn only while they are visible
    current = draft.data.dataset
    name = f"gallery-{current}"
    with popover, st.container(key="gallery"):
        st.pills(
            "Points to learn from",
            list(TOYS),
            default=current if current in TOYS else None,
            format_func=lambda toy: f"![]({thumbnail(toy)}) {card(toy).title}",
            key=draft.key(name),
            on_change=partial(_choose, draft, name),
        )


def _choose(draft: Draft, name: str) -> None:
    picked = st.session_state[draft.key(name)]
    if picked is not None:
        draft.choose_dataset(picked, "standard")
        fit_batch(draft)
        draft.renew("dataset")
    # A press on the chosen toy clears the choice; a new widget shows it again.
    draft.renew(name)
    st.session_state[_OPEN] = False
