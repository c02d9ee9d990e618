"""Batch normalization."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

import numpy
from pydantic import Field

from playground.layers.kind import Kind, NumberWidget, Shape
from playground.python_code import Code, call

_EPSILON = 1e-3  # Keras' default, which experiments do not change


class BatchNormalization(Kind):
    """Normalizes every value to mean 0 and variance 1 over the batch, then applies a learned scale and shift.

    A prediction uses moving averages of mean and variance instead. Source: Ioffe and Szegedy, 2015, "Batch
    Normalization", https://arxiv.org/abs/1502.03167.
    """

    title: ClassVar = "Batch normalization"
    help: ClassVar = (
        "Brings each value to mean 0 and variance 1 over the rows of a batch. So training is calmer."
    )
    widgets: ClassVar = (
        (
            NumberWidget(
                "momentum",
                "Momentum",
                0.05,
                "How slowly the averages used in validation follow the batches. With few batches an epoch, "
                "0.9 lets validation settle sooner.",
            ),
        ),
    )
    in_training: ClassVar = (
        "batch normalization takes mean and deviation of each batch in training, running averages in "
        "validation"
    )
    normalizes: ClassVar = True
    scales_features: ClassVar = True
    variables: ClassVar = 4  # scale and shift, which are trained; the moving mean and variance, which are not

    type: Literal["batch_normalization"] = "batch_normalization"
    momentum: float = Field(0.99, ge=0, lt=1)

    def parameters(self, incoming: Shape) -> int:
        """Four parameters for each value."""
        return self.variables * incoming[-1]

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The `keras.layers.BatchNormalization`."""
        return keras.layers.BatchNormalization(momentum=self.momentum)

    def code(self) -> Code:
        """The call of `layers.BatchNormalization`, without a momentum that is Keras' default."""
        return call(
            "layers.BatchNormalization", **({} if self.momentum == 0.99 else {"momentum": self.momentum})
        )

    @classmethod
    def learned(cls, variables: Sequence[Any]) -> Mapping[str, Any]:
        """The terms of y = scale * (x - mean) / deviation + shift, arrays of shape `(n_values,)`."""
        scale, shift, mean, variance = variables
        return {"mean": mean, "deviation": numpy.sqrt(variance + _EPSILON), "scale": scale, "shift": shift}
