"""The details of one layer."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from playground.ui.forms.draft import Draft, LayerDraft
from playground.ui.forms.fields import Fields, choice, number, taken
from playground.words import ACTIVATIONS, INITIALIZERS, Word

_WHOLE = ("units",)


def layer_form(draft: Draft, layer: LayerDraft, fields: Fields, path: str) -> None:
    """Draws the widgets of one layer and writes what they say into its draft; `path` is the layer's own."""
    form = _Form(draft, layer, fields, path)
    match layer.settings["type"]:
        case "dense":
            left, right = st.columns(2)
            with left:
                form.number(
                    "units", "Units", 1, "More units can bend more, cost more, and learn by heart sooner."
                )
                form.number(
                    "l1", "L1", 0.001, "Pulls weights to exactly 0: fewer are used. Added to the loss."
                )
            with right:
                form.word("activation", "Activation", ACTIVATIONS)
                form.number("l2", "L2", 0.001, "Keeps weights small: smoother answers. Added to the loss.")
            form.word("initializer", "Initializer", INITIALIZERS)
        case "dropout":
            form.number(
                "rate",
                "Rate",
                0.05,
                "The share of values switched off in each training step. More slows learning by heart; "
                "too much and nothing is learned.",
            )
        case "batch_normalization":
            form.number(
                "momentum",
                "Momentum",
                0.05,
                "How slowly the averages used in validation follow the batches. With few batches an epoch, "
                "0.9 lets validation settle sooner.",
            )
        case _:
            form.word("activation", "Activation", ACTIVATIONS)


def hear(draft: Draft, layer: LayerDraft) -> None:
    """Writes what was just typed into the draft before the layer's row is drawn, whose label shows these settings."""
    for name, value in layer.settings.items():
        typed = st.session_state.get(_key(draft, layer, name))
        layer.settings[name] = taken(value, typed, whole=name in _WHOLE)


def _key(draft: Draft, layer: LayerDraft, name: str) -> str:
    """The key of the widget for the setting `name`, by which `hear` finds it too."""
    return draft.key(f"{name}-{layer.id}")


@dataclass(frozen=True)
class _Form:
    """The widgets of one layer's settings, each by its name in the experiment."""

    draft: Draft
    layer: LayerDraft
    fields: Fields
    path: str

    def number(self, name: str, title: str, step: float, help_text: str) -> None:
        """Draws a field for a number."""
        self.layer.settings[name] = number(
            self.fields,
            f"{self.path}.{name}",
            title,
            self.layer.settings[name],
            step=step,
            whole=name in _WHOLE,
            key=_key(self.draft, self.layer, name),
            help_text=help_text,
        )

    def word(self, name: str, title: str, words: Mapping[str, Word]) -> None:
        """Draws a list of words to choose from."""
        self.layer.settings[name] = choice(
            self.fields,
            f"{self.path}.{name}",
            title,
            words,
            self.layer.settings[name],
            title=lambda word: words[word].title,
            key=_key(self.draft, self.layer, name),
            help_text="\n\n".join(f"**{word.title}**: {word.help}" for word in words.values()),
        )
