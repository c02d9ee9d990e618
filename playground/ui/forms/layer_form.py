"""The details of one layer."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.layers.kind import NumberWidget, Widget, WordWidget
from playground.ui.forms.fields import Fields, choice, number, value_from
from playground.ui.frame.draft import Draft, LayerDraft


def layer_form(draft: Draft, layer: LayerDraft, fields: Fields, path: str) -> None:
    """Draws the widgets of one layer and writes their values into its draft; `path` is the layer's."""
    for row in layer.settings.widgets:
        columns = st.columns(len(row)) if len(row) > 1 else [st.container()]
        for column, widget in zip(columns, row, strict=True):
            with column:
                draw_widget(draft, layer, fields, f"{path}.{widget.name}", widget, room=column)


def read_widgets(draft: Draft, layer: LayerDraft) -> None:
    """Writes what was typed into the draft. Called before the layer's row is drawn, whose label shows them."""
    for row in layer.settings.widgets:
        for widget in row:
            key = _key(draft, layer, widget)
            typed = st.session_state.get(key)
            value = getattr(layer.settings, widget.name)
            layer.set(widget.name, value_from(value, typed, whole=widget.is_whole))


def draw_widget(
    draft: Draft,
    layer: LayerDraft,
    fields: Fields,
    path: str,
    widget: Widget,
    room: DeltaGenerator | None = None,
) -> None:
    """Draws the widget of the setting at `path` and writes its value into the layer's draft.

    Args:
        room: the room for sentences about the setting, see `Fields.reserve`.
    """
    layer.set(widget.name, _draw(draft, layer, fields, path, widget, room))


def _draw(
    draft: Draft,
    layer: LayerDraft,
    fields: Fields,
    path: str,
    widget: Widget,
    room: DeltaGenerator | None,
) -> float | str:
    """Draws a widget of a layer; returns the new value of the setting at `path`."""
    value, key = getattr(layer.settings, widget.name), _key(draft, layer, widget)
    match widget:
        case NumberWidget():
            return number(
                fields,
                path,
                widget.title,
                value,
                step=widget.step,
                whole=widget.is_whole,
                key=key,
                help_text=widget.help,
                room=room,
            )
        case WordWidget(words=words):
            word: str = choice(
                fields,
                path,
                widget.title,
                words,
                value,
                title=lambda word: words[word].title,
                key=key,
                help_text="\n\n".join(
                    [widget.help, *(f"**{word.title}**: {word.help}" for word in words.values())]
                ),
                room=room,
            )
            return word


def _key(draft: Draft, layer: LayerDraft, widget: Widget) -> str:
    """The key of a widget, which `read_widgets` uses too."""
    return draft.key(f"{widget.name}-{layer.id}")
