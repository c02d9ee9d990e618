"""An activation as a layer of its own, and the widget and sweep of activations that dense layers have too."""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

from pydantic import field_validator

from playground.layers.kind import Kind, Sweep, WordWidget
from playground.part import one_of
from playground.python_code import Code, call
from playground.words import ACTIVATIONS

ACTIVATION = WordWidget(
    "activation",
    "Activation",
    ACTIVATIONS,
    "How each neuron bends its sum. Without a bend, stacked layers still draw only straight lines.",
)
ACTIVATION_SWEEP = Sweep(
    "network.activation",
    "activation",
    "Activation",
    ("relu", "tanh", "sigmoid", "linear"),
    "an activation",
)


class Activation(Kind):
    """Applies an activation to every value, for instance after a batch normalization."""

    title: ClassVar = "Activation"
    help: ClassVar = (
        "Bends each value on its own, for instance after a batch normalization. "
        "Without a bend, stacked layers still draw only straight lines."
    )
    widgets: ClassVar = ((ACTIVATION,),)
    sweeps: ClassVar = (ACTIVATION_SWEEP,)
    is_in_names: ClassVar = False

    type: Literal["activation"] = "activation"
    activation: str = "relu"

    @field_validator("activation")
    @classmethod
    def _known_activation(cls, value: str) -> str:
        return one_of(ACTIVATIONS, value)

    @property
    def in_short(self) -> str:
        """The name of the activation."""
        return self.activation.replace("_", " ")

    @property
    def curve(self) -> str:
        """The activation, by Keras' name."""
        return self.activation

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The `keras.layers.Activation`."""
        return keras.layers.Activation(self.activation)

    def code(self) -> Code:
        """The call of `layers.Activation`."""
        return call("layers.Activation", self.activation)
