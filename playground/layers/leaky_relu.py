"""Leaky ReLU as a layer, with a slope of its own."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from playground.layers.kind import Kind, NumberWidget, Sweep
from playground.part import exact
from playground.python_code import Code, call


class LeakyReLU(Kind):
    """Leaves values above 0 as they are and multiplies those below by `negative_slope`.

    The activation of the same name has a slope of 0.2.
    """

    title: ClassVar = "Leaky ReLU"
    help: ClassVar = "Like ReLU with a small slope below zero, which you choose. So no unit can die."
    widgets: ClassVar = (
        (
            NumberWidget(
                "negative_slope",
                "Negative slope",
                0.05,
                "What values below 0 are multiplied by. At 0 it is ReLU, at 1 it bends nothing.",
            ),
        ),
    )
    sweeps: ClassVar = (
        Sweep(
            "network.negative_slope",
            "negative_slope",
            "Negative slope",
            (0.0, 0.1, 0.3, 0.5),
            "a negative slope",
        ),
    )

    type: Literal["leaky_relu"] = "leaky_relu"
    negative_slope: float = Field(0.3, ge=0, le=10)

    @property
    def in_short(self) -> str:
        """Its slope."""
        return exact(self.negative_slope)

    @property
    def curve(self) -> str:
        """The activation whose curve it has, with a slope of its own."""
        return "leaky_relu"

    @property
    def drawn(self) -> Mapping[str, float]:
        """Its slope."""
        return {"negative_slope": self.negative_slope}

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """Keras' LeakyReLU."""
        return keras.layers.LeakyReLU(negative_slope=self.negative_slope)

    def code(self) -> Code:
        """Keras' LeakyReLU."""
        return call("layers.LeakyReLU", negative_slope=self.negative_slope)
