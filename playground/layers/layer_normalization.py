"""Layer normalization."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from playground.layers.kind import Kind, NumberWidget, Shape, Sweep
from playground.python_code import Code, call


class LayerNormalization(Kind):
    """Normalizes the values of each row to mean 0 and variance 1, then applies a learned scale and shift.

    Each row is normalized on its own, so training and prediction agree for any batch. Source: Ba, Kiros and Hinton,
    2016, "Layer Normalization", https://arxiv.org/abs/1607.06450.
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
        """The epsilon, which is in the formula."""
        return {"epsilon": self.epsilon}

    def parameters(self, incoming: Shape) -> int:
        """Two parameters for each value."""
        return self.variables * incoming[-1]

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The `keras.layers.LayerNormalization`."""
        return keras.layers.LayerNormalization(epsilon=self.epsilon)

    def code(self) -> Code:
        """The call of `layers.LayerNormalization`, without an epsilon that is Keras' default."""
        return call(
            "layers.LayerNormalization", **({} if self.epsilon == 0.001 else {"epsilon": self.epsilon})
        )

    @classmethod
    def learned(cls, variables: Sequence[Any]) -> Mapping[str, Any]:
        """The scale and the shift of y = scale * (x - mean) / deviation + shift, arrays of shape `(n_values,)`."""
        scale, shift = variables
        return {"scale": scale, "shift": shift}
