"""A fully connected layer."""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from playground.layers.activation import ACTIVATION, ACTIVATION_SWEEP
from playground.layers.kind import Kind, NumberWidget, Shape, Sweep, WordWidget
from playground.part import LARGEST, exact, one_of
from playground.python_code import Code, call
from playground.words import ACTIVATIONS, INITIALIZERS


class Dense(Kind):
    """A fully connected layer: `units` neurons, each a weighted sum of all inputs plus a bias."""

    title: ClassVar = "Dense"
    help: ClassVar = (
        "Neurons, each a weighted sum of all inputs. The weights are what learns: more of them can bend more."
    )
    widgets: ClassVar = (
        (
            NumberWidget(
                "units",
                "Units",
                1,
                "The number of neurons. More of them can bend more, cost more, and learn by heart sooner.",
                is_whole=True,
            ),
            ACTIVATION,
        ),
        (
            NumberWidget("l1", "L1", 0.001, "Pulls weights to exactly 0: fewer are used. Added to the loss."),
            NumberWidget("l2", "L2", 0.001, "Keeps weights small: smoother answers. Added to the loss."),
        ),
        (
            WordWidget(
                "initializer",
                "Initializer",
                INITIALIZERS,
                "How first weights are drawn. If they are too large, signals explode from layer to layer; "
                "if they are too small, signals fade.",
            ),
        ),
    )
    sweeps: ClassVar = (
        Sweep("network.units", "units", "Units", (8, 16, 32, 64), "units"),
        ACTIVATION_SWEEP,
        Sweep("network.l2", "l2", "L2", (0.0, 0.0001, 0.001, 0.01), "L2"),
    )
    has_matrix: ClassVar = True
    variables: ClassVar = 2  # the matrix, the bias

    type: Literal["dense"] = "dense"
    units: int = Field(16, ge=1, le=LARGEST)
    activation: str = "relu"
    initializer: str = "glorot_uniform"
    l1: float = Field(0.0, ge=0, le=10)
    l2: float = Field(0.0, ge=0, le=10)

    @field_validator("activation")
    @classmethod
    def _known_activation(cls, value: str) -> str:
        return one_of(ACTIVATIONS, value)

    @field_validator("initializer")
    @classmethod
    def _known_initializer(cls, value: str) -> str:
        return one_of(INITIALIZERS, value)

    @property
    def in_short(self) -> str:
        """Units and activation: `64 relu`."""
        return f"{exact(self.units)} {self.activation.replace('_', ' ')}"

    @property
    def curve(self) -> str:
        """The activation, by Keras' name."""
        return self.activation

    def shape(self, incoming: Shape) -> Shape:
        """The incoming shape with the number of units as its last length."""
        return (*incoming[:-1], self.units)

    def parameters(self, incoming: Shape) -> int:
        """One weight for each input and one bias, for each unit."""
        return dense_parameters(incoming, self.units)

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The `keras.layers.Dense`."""
        regularizer = keras.regularizers.L1L2(self.l1, self.l2) if self.l1 or self.l2 else None
        return keras.layers.Dense(
            self.units,
            activation=self.activation,
            kernel_initializer=initializer(keras, self.initializer, draw_seed),
            kernel_regularizer=regularizer,
        )

    def code(self) -> Code:
        """The call of `layers.Dense`, without arguments that equal Keras' defaults."""
        named: dict[str, Any] = {}
        if self.activation != "linear":
            named["activation"] = self.activation
        if self.initializer != "glorot_uniform":
            named["kernel_initializer"] = self.initializer
        if self.l1 or self.l2:
            sizes = {name: size for name, size in (("l1", self.l1), ("l2", self.l2)) if size}
            named["kernel_regularizer"] = call("keras.regularizers.L1L2", **sizes)
        return call("layers.Dense", self.units, **named)


def dense_parameters(incoming: Shape, units: int) -> int:
    """The number of parameters of a dense layer with `units` units for an incoming shape."""
    return (incoming[-1] + 1) * units


def initializer(keras: Any, name: str, draw_seed: Callable[[], int]) -> Any:
    """Keras' initializer by name, with a drawn seed; "zeros" needs no seed and draws none."""
    if name == "zeros":
        return keras.initializers.Zeros()
    return keras.initializers.get({"class_name": name, "config": {"seed": draw_seed()}})
