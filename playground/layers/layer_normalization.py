"""Layer normalization."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from playground.layers.kind import Kind, NumberWidget, Shape, Sweep
from playground.python_code import Code, call


class LayerNormalization(Kind):
    """Brings the values of each row to mean 0 and variance 1, then scales and shifts each as learned.

    It takes one row at a time, so it does the same in training and in a prediction, whatever the batch.
    """

    title: ClassVar = "Layer normalization"
    help: ClassVar = (
        "Brings the values of each row to mean 0 and variance 1. So training is calm with any batch size."
    )
    widgets: ClassVar = (
        (
            NumberWidget(
                "epsilon",
                "Epsilon",
                0.001,
                "Added to the variance before its root divides the values. Larger: rows whose values hardly "
                "differ stay small.",
            ),
        ),
    )
    sweeps: ClassVar = (
        Sweep("network.epsilon", "epsilon", "Epsilon", (1e-06, 0.001, 0.1, 1.0), "an epsilon"),
    )
    normalizes: ClassVar = True
    variables: ClassVar = 2  # scale and shift

    type: Literal["layer_normalization"] = "layer_normalization"
    epsilon: float = Field(0.001, gt=0, le=10)

    @property
    def drawn(self) -> Mapping[str, float]:
        """Its epsilon, which its formula says."""
        return {"epsilon": self.epsilon}

    def parameters(self, incoming: Shape) -> int:
        """Two for each value."""
        return self.variables * incoming[-1]

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """Keras' LayerNormalization."""
        return keras.layers.LayerNormalization(epsilon=self.epsilon)

    def code(self) -> Code:
        """Keras' LayerNormalization."""
        return call(
            "layers.LayerNormalization", **({} if self.epsilon == 0.001 else {"epsilon": self.epsilon})
        )

    @classmethod
    def learned(cls, variables: Sequence[Any]) -> Mapping[str, Any]:
        """The scale and the shift of y = scale * (x - mean) / deviation + shift."""
        scale, shift = variables
        return {"scale": scale, "shift": shift}
