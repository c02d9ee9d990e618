"""The details of one layer."""

from collections.abc import Mapping

import streamlit as st

from playground.limits import limits
from playground.ui.draft import Draft, LayerDraft
from playground.vocabulary import ACTIVATIONS, INITIALIZERS, Word


def layer_form(draft: Draft, layer: LayerDraft) -> None:
    """Draws the widgets of one layer and writes what they say into its draft."""
    settings = layer.settings
    match settings["type"]:
        case "dense":
            _dense(draft, layer)
        case "dropout":
            settings["rate"] = st.slider(
                "Rate",
                0.0,
                0.95,
                settings["rate"],
                0.05,
                key=draft.key(f"rate-{layer.id}"),
                help="The share of values switched off in each training step. More slows learning by heart; "
                "too much and nothing is learned.",
            )
        case "batch_normalization":
            settings["momentum"] = st.number_input(
                "Momentum",
                0.0,
                0.999,
                settings["momentum"],
                0.05,
                format="%.3f",
                key=draft.key(f"momentum-{layer.id}"),
                help="How slowly the averages used in validation follow the batches. With few batches an epoch, "
                "0.9 lets validation settle sooner.",
            )
        case _:
            settings["activation"] = _choice("Activation", ACTIVATIONS, settings["activation"], draft, layer)


def _dense(draft: Draft, layer: LayerDraft) -> None:
    settings = layer.settings
    left, right = st.columns(2)
    with left:
        settings["units"] = st.number_input(
            "Units",
            1,
            limits().max_parameters,
            settings["units"],
            key=draft.key(f"units-{layer.id}"),
            help="More units can bend more, cost more, and learn by heart sooner.",
        )
        settings["l1"] = _penalty(
            "L1", settings["l1"], draft, layer, "Pulls weights to exactly 0: fewer are used."
        )
    with right:
        settings["activation"] = _choice("Activation", ACTIVATIONS, settings["activation"], draft, layer)
        settings["l2"] = _penalty(
            "L2", settings["l2"], draft, layer, "Keeps weights small: smoother answers."
        )
    settings["initializer"] = _choice("Initializer", INITIALIZERS, settings["initializer"], draft, layer)


def _choice(label: str, words: Mapping[str, Word], value: str, draft: Draft, layer: LayerDraft) -> str:
    return st.selectbox(
        label,
        list(words),
        index=list(words).index(value),
        format_func=lambda name: words[name].title,
        key=draft.key(f"{label.lower()}-{layer.id}"),
        help="\n\n".join(f"**{word.title}**: {word.help}" for word in words.values()),
    )


def _penalty(label: str, value: float, draft: Draft, layer: LayerDraft, help_text: str) -> float:
    return st.number_input(
        label,
        0.0,
        10.0,
        value,
        0.001,
        format="%.4f",
        key=draft.key(f"{label.lower()}-{layer.id}"),
        help=help_text + " Added to the loss.",
    )
