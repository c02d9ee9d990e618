"""The details of one layer."""

from collections.abc import Mapping

import streamlit as st

from playground.ui.draft import Draft, LayerDraft
from playground.ui.fields import Fields, choice, number, taken
from playground.vocabulary import ACTIVATIONS, INITIALIZERS, Word

_WHOLE = ("units",)


def layer_form(draft: Draft, layer: LayerDraft, fields: Fields, path: str) -> None:
    """Draws the widgets of one layer and writes what they say into its draft; `path` is the layer's own."""
    match layer.settings["type"]:
        case "dense":
            left, right = st.columns(2)
            with left:
                _number(
                    draft,
                    layer,
                    fields,
                    path,
                    "units",
                    "Units",
                    1,
                    "More units can bend more, cost more, and learn by heart sooner.",
                )
                _number(
                    draft,
                    layer,
                    fields,
                    path,
                    "l1",
                    "L1",
                    0.001,
                    "Pulls weights to exactly 0: fewer are used. Added to the loss.",
                )
            with right:
                _word(draft, layer, fields, path, "activation", "Activation", ACTIVATIONS)
                _number(
                    draft,
                    layer,
                    fields,
                    path,
                    "l2",
                    "L2",
                    0.001,
                    "Keeps weights small: smoother answers. Added to the loss.",
                )
            _word(draft, layer, fields, path, "initializer", "Initializer", INITIALIZERS)
        case "dropout":
            _number(
                draft,
                layer,
                fields,
                path,
                "rate",
                "Rate",
                0.05,
                "The share of values switched off in each training step. More slows learning by heart; "
                "too much and nothing is learned.",
            )
        case "batch_normalization":
            _number(
                draft,
                layer,
                fields,
                path,
                "momentum",
                "Momentum",
                0.05,
                "How slowly the averages used in validation follow the batches. With few batches an epoch, "
                "0.9 lets validation settle sooner.",
            )
        case _:
            _word(draft, layer, fields, path, "activation", "Activation", ACTIVATIONS)


def hear(draft: Draft, layer: LayerDraft) -> None:
    """Takes over what was just typed before the row is drawn: its label stands outside the widgets it names."""
    for name, value in layer.settings.items():
        typed = st.session_state.get(_key(draft, layer, name))
        layer.settings[name] = taken(value, typed, whole=name in _WHOLE)


def _key(draft: Draft, layer: LayerDraft, name: str) -> str:
    """The key of the widget for the setting `name`, by which `hear` finds it too."""
    return draft.key(f"{name}-{layer.id}")


def _number(
    draft: Draft,
    layer: LayerDraft,
    fields: Fields,
    path: str,
    name: str,
    title: str,
    step: float,
    help_text: str,
) -> None:
    layer.settings[name] = number(
        fields,
        f"{path}.{name}",
        title,
        layer.settings[name],
        step=step,
        whole=name in _WHOLE,
        key=_key(draft, layer, name),
        help_text=help_text,
    )


def _word(
    draft: Draft,
    layer: LayerDraft,
    fields: Fields,
    path: str,
    name: str,
    title: str,
    words: Mapping[str, Word],
) -> None:
    layer.settings[name] = choice(
        fields,
        f"{path}.{name}",
        title,
        words,
        layer.settings[name],
        title=lambda word: words[word].title,
        key=_key(draft, layer, name),
        help_text="\n\n".join(f"**{word.title}**: {word.help}" for word in words.values()),
    )
