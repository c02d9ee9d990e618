"""The settings of the Playground: a part for each section, and the code that they are."""

from functools import partial

import streamlit as st

from playground.ui.forms.data_form import data_form
from playground.ui.forms.fields import Fields
from playground.ui.forms.network_form import network_form, units_field
from playground.ui.forms.sections import section
from playground.ui.forms.training_form import training_form
from playground.ui.frame.head import head
from playground.ui.frame.markdown import escape
from playground.ui.frame.summaries import data_in_short, network_in_short, training_in_short
from playground.ui.frame.visit import visit
from playground.ui.train.code_beside import code_beside, code_container
from playground.ui.train.parts import (
    SECTIONS,
    checked,
    draw_stale,
    is_alone,
    is_drawn_alone,
    note_drawn,
    part,
    prepared_of,
    shown,
)
from playground.ui.train.presets import preset

_THEN = ("results",)


@part("above")
def above() -> None:
    """Draws the head of the page, the choice of a preset, and the popovers of the file and of the address."""
    run, draft = shown()
    # Its own widgets may have changed what other parts show.
    is_first = is_alone() and not is_drawn_alone("results")
    if is_first:
        draw_stale(*SECTIONS)
    now = checked(draft)
    head()
    with st.container(key="top", border=True):
        preset(draft, now.plan, run)
    note_drawn("above", draft)
    if is_first:
        draw_stale(*SECTIONS, "results")


@part("data", _THEN)
def data_section() -> None:
    """Draws the section of the data."""
    _, draft = shown()
    fields = Fields()
    with section("Data") as data:
        prepared = data_form(draft, fields)
    data.summarize(data_in_short(prepared, draft.data.dataset) if prepared else "not ready")
    now = checked(draft)
    fields.tell(now.problems, now.notes)
    note_drawn("data", draft)


@part("network", _THEN)
def network_section() -> None:
    """Draws the section of the network."""
    _, draft = shown()
    fields = Fields()
    with section("Network", expanded=True) as network:
        rows = network_form(draft, prepared_of(draft), fields)
    network.summarize(
        network_in_short([layer.settings for layer in draft.layers], rows), partial(units_field, draft)
    )
    now = checked(draft)
    fields.tell(now.problems, now.notes)
    note_drawn("network", draft)


@part("code")
def code_section() -> None:
    """Draws the section with the code of the settings."""
    _, draft = shown()
    now = checked(draft)
    container = code_container()
    if container is None:
        visit().drawn.pop("code", None)
        return
    code_beside(now, container)
    note_drawn("code", draft)


@part("training", _THEN)
def training_section() -> None:
    """Draws the section of the training, and below it what will probably disappoint."""
    _, draft = shown()
    fields = Fields()
    with section("Training") as training:
        training_form(draft, prepared_of(draft), fields)
    training.summarize(training_in_short(draft.training))
    now = checked(draft)
    fields.tell(now.problems, now.notes)
    with st.container(key="notes", gap=None):
        for note in now.notes:
            st.caption(f":material/info: {escape(str(note))}")
    note_drawn("training", draft)
