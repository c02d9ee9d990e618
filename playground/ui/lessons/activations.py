"""The curves of activations in a step, with the one that the reader has chosen in front."""

from playground.charts.activations import activation_curves
from playground.components.figure import figure
from playground.ui.lessons.state import StepVisit
from playground.words import ACTIVATIONS


def activations(here: StepVisit) -> None:
    """Draws the curves; the activation of the first hidden layer that has one is in front."""
    layers = () if here.draft is None else here.draft.layers
    chosen = next((layer.settings.curve for layer in layers if layer.settings.curve), "relu")
    title = ACTIVATIONS[chosen].title
    figure(
        activation_curves(chosen),
        key="activation_curves",
        alt=f"Curves of all activations over the numbers from -4 to 4; {title} stands in front",
    )
