"""Leaky ReLU as a layer with its own slope."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from playground.layers.kind import Kind, NumberWidget, Sweep
from playground.part import exact
from playground.python_code import Code, call


class LeakyReLU(Kind):
    """Multiplies values below 0 by `negative_slope` and leaves the other values unchanged.

    The activation of the same name has the fixed slope 0.2.
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
        """The slope."""
        return exact(self.negative_slope)

    @property
    def curve(self) -> str:
        """The activation with the same curve, apart from the slope."""
        return "leaky_relu"

    @property
    def drawn(self) -> Mapping[str, float]:
        """The slope."""
        return {"negative_slope": self.negative_slope}

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The `keras.layers.LeakyReLU`."""
        return keras.layers.LeakyReLU(negative_slope=self.negative_slope)

    def code(self) -> Code:
        """The call of `layers.LeakyReLU`."""
        return call("layers.LeakyReLU", negative_slope=self.negative_slope)
