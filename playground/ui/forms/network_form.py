"""The Network form: a row for each layer, which unfolds its settings, and whole stacks to choose from."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.datasets import Prepared
from playground.experiment import Dense, Network, Training
from playground.experiment.complete import complete_training
from playground.layers.table import KINDS
from playground.limits import limits
from playground.network.shapes import Row, outline
from playground.ui.forms.fields import Fields
from playground.ui.forms.layer_edits import numbered_title, set_units, units_in_short
from playground.ui.forms.layer_form import layer_form, read_widgets
from playground.ui.frame.draft import Draft, LayerDraft
from playground.ui.frame.markdown import escape

_WIDER, _DEEPER = "wider: twice the units", "deeper: the last dense layer once more"
_STACKS = {
    "none (linear)": (),
    "4-4": (4, 4),
    "16": (16,),
    "16-16-16": (16, 16, 16),
    "64-64": (64, 64),
    "512-512-512": (512, 512, 512),
}


def network_form(draft: Draft, prepared: Prepared | None, fields: Fields) -> Sequence[Row]:
    """Draws the stack of layers and writes the values of its widgets into the draft.

    Returns:
        One row for each layer, the output layer last; no rows if a setting of data or layers is wrong.
    """
    # Drawn below the rows but run first, so that an added layer is drawn at once.
    above = st.container(gap=None, key="layers")
    _add_and_replace(draft)
    with above:
        _beginning(draft, fields)
        counts = [_layer_row(draft, layer, index, fields) for index, layer in enumerate(draft.layers)]
        rows = _rows(draft, prepared)
        for cell, row in zip(counts, rows, strict=False):
            _count(cell, row)
        if rows:
            _output_row(rows[-1])
        fields.reserve("network.layers")
    return rows


def units_field(draft: Draft) -> None:
    """Draws the field for the summary line in which a person types the whole stack, such as `16-16`."""
    units = units_in_short(draft)
    # Each stack has a widget of its own, so that the field shows the current layers.
    key = draft.key(f"stack_units-{units}")
    if key not in st.session_state:
        st.session_state[key] = units

    def take() -> None:
        if sentence := set_units(draft, st.session_state[key]):
            st.toast(escape(sentence), icon=":material/error:")
            st.session_state[key] = units

    st.text_input(
        "Units of the dense layers",
        key=key,
        on_change=take,
        placeholder="linear",
        label_visibility="collapsed",
        max_chars=200,
    )


def _rows(draft: Draft, prepared: Prepared | None) -> Sequence[Row]:
    if prepared is None:
        return ()
    try:
        network = Network.model_validate({"layers": draft.plain_layers()})
    except ValueError:
        return ()
    training = Training(loss=draft.training.loss, loss_version=draft.training.loss_version)
    complete = complete_training(training, prepared.task)
    return outline(network.layers, len(prepared.inputs), prepared.task, prepared.outputs, complete)


def _beginning(draft: Draft, fields: Fields) -> None:
    """Says from which run a branch or a twin gets its first weights, and offers new weights."""
    for name in ("branch", "twin"):
        if getattr(draft, name) is None:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"begins-{name}"):
            text = "Layers of the same shape begin with another run's first weights."
            if draft.branch is not None:
                text = f"Goes on with the weights of another run's epoch {draft.branch.epoch:,}."
            st.caption(text, width="stretch")
            st.button(
                "New weights instead",
                key=draft.key(f"begin_anew-{name}"),
                on_click=draft.begin_anew,
                type="tertiary",
                help="Begins with new first weights, drawn from the seed.",
            )
        fields.reserve(name)


def _layer_row(draft: Draft, layer: LayerDraft, index: int, fields: Fields) -> DeltaGenerator:
    """Draws a layer's row; returns the element for its counts, which are known once all rows have been read."""
    with st.container(
        horizontal=True, vertical_alignment="center", wrap=False, gap="small", key=f"layer-row-{layer.id}"
    ):
        read_widgets(draft, layer)
        path = f"network.layers.{index}"
        title = numbered_title(draft.layers, index)
        with st.popover(
            f"{title} **{layer.settings.in_short}**" if layer.settings.in_short else title,
            width="stretch",
            key=draft.key(f"layer-{layer.id}"),
        ):
            layer_form(draft, layer, fields, path)
            _move(draft, layer, index)
        counts = st.empty()
    fields.reserve(path)
    return counts


def _output_row(row: Row) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", wrap=False, gap="small", key="output_row"
    ):
        st.markdown(
            f"→ Output **{row.detail}**", width="stretch", help="The target decides the output layer."
        )
        _count(st.empty(), row)


def _count(cell: DeltaGenerator, row: Row) -> None:
    size = " × ".join(f"{length:,}" for length in row.shape)
    # The size is an element of its own, which the style sheet hides if there is no room.
    cell.caption(f":small[{size} out ·] {row.parameters:,}", width="content", text_alignment="right")


def _move(draft: Draft, layer: LayerDraft, index: int) -> None:
    full = len(draft.layers) >= limits().max_layers
    with st.container(horizontal=True, gap="small"):
        for name, icon, help_text, act, disabled in (
            ("up", "arrow_upward", "Nearer to the input", lambda: draft.move(layer, -1), index == 0),
            (
                "down",
                "arrow_downward",
                "Nearer to the output",
                lambda: draft.move(layer, 1),
                index == len(draft.layers) - 1,
            ),
            ("copy", "content_copy", "Adds a copy of this layer", lambda: draft.duplicate(layer), full),
            ("remove", "delete", "Removes this layer", lambda: draft.remove(layer), False),
        ):
            st.button(
                name.capitalize(),
                icon=f":material/{icon}:",
                key=draft.key(f"{name}-{layer.id}"),
                on_click=act,
                disabled=disabled,
                help=help_text,
                type="tertiary",
            )


def _add_and_replace(draft: Draft) -> None:
    kinds = {kind.title: kind for kind in KINDS.values()}
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        added = st.menu_button(
            "Add layer",
            list(kinds),
            icon=":material/add:",
            key="add_layer",
            disabled=len(draft.layers) >= limits().max_layers,
        )
        replaced = st.menu_button(
            "Whole stack", [_WIDER, _DEEPER, *_STACKS], icon=":material/layers:", key="stack"
        )
        # The button has no help, because it would cover the menu.
        st.caption("Kinds", help="\n\n".join(f"**{kind.title}**: {kind.help}" for kind in kinds.values()))
    if added in kinds:
        draft.add(kinds[added]())
    if replaced == _WIDER:
        for layer in draft.layers:
            if isinstance(layer.settings, Dense):
                layer.set("units", 2 * layer.settings.units)
        draft.replace_layers([layer.settings for layer in draft.layers])
    elif replaced == _DEEPER:
        dense = [layer for layer in draft.layers if isinstance(layer.settings, Dense)]
        if dense:
            draft.duplicate(dense[-1])
        else:
            draft.add(Dense())
    elif replaced in _STACKS:
        draft.replace_layers([Dense(units=units) for units in _STACKS[replaced]])
