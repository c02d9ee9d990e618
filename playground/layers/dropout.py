"""Dropout."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from playground.layers.kind import Kind, NumberWidget, Sweep
from playground.part import exact
from playground.python_code import Code, call


class Dropout(Kind):
    """Sets a random share `rate` of the values to 0 in every training step.

    The other values are divided by 1 - rate, so the expected sum is unchanged. Source: Srivastava et al., 2014,
    "Dropout", https://jmlr.org/papers/v15/srivastava14a.html.
    """

    title: ClassVar = "Dropout"
    help: ClassVar = (
        "Switches off values at random in training. So no unit can rely on a single other one, "
        "which makes learning by heart harder."
    )
    widgets: ClassVar = (
        (
            NumberWidget(
                "rate",
                "Rate",
                0.05,
                "The share of values switched off in each training step. More slows learning by heart; "
                "too much and nothing is learned.",
            ),
        ),
    )
    sweeps: ClassVar = (Sweep("network.dropout", "rate", "Dropout", (0.0, 0.1, 0.3, 0.5), "a dropout rate"),)
    in_training: ClassVar = "dropout switches units off in training only"
    passes_on: ClassVar = True

    type: Literal["dropout"] = "dropout"
    rate: float = Field(0.3, ge=0, lt=1)

    @property
    def in_short(self) -> str:
        """The rate."""
        return exact(self.rate)

    @property
    def drawn(self) -> Mapping[str, float]:
        """The rate."""
        return {"rate": self.rate}

    @property
    def is_idle(self) -> bool:
        """Whether the rate is 0."""
        return self.rate == 0

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The `keras.layers.Dropout`, which draws no seed for a rate of 0."""
        return keras.layers.Dropout(self.rate, seed=draw_seed() if self.rate else None)

    def code(self) -> Code:
        """The call of `layers.Dropout`."""
        return call("layers.Dropout", self.rate)
