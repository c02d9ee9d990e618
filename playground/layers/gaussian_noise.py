"""Gaussian noise."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from playground.layers.kind import Kind, NumberWidget, Sweep
from playground.part import exact
from playground.python_code import Code, call


class GaussianNoise(Kind):
    """Adds normally distributed noise of mean 0 and standard deviation `stddev` to every value in training."""

    title: ClassVar = "Gaussian noise"
    help: ClassVar = "Shakes values at random in training. So the network cannot rely on tiny differences."
    widgets: ClassVar = (
        (
            NumberWidget(
                "stddev",
                "Deviation",
                0.05,
                "How far values are shaken in each training step (Keras: stddev). More slows learning by heart; "
                "too much drowns the features.",
            ),
        ),
    )
    sweeps: ClassVar = (
        Sweep("network.noise", "stddev", "Gaussian noise", (0.0, 0.05, 0.1, 0.3), "a deviation of noise"),
    )
    in_training: ClassVar = "Gaussian noise shakes values in training only"
    passes_on: ClassVar = True

    type: Literal["gaussian_noise"] = "gaussian_noise"
    stddev: float = Field(0.1, ge=0, le=1)

    @property
    def in_short(self) -> str:
        """The standard deviation."""
        return exact(self.stddev)

    @property
    def drawn(self) -> Mapping[str, float]:
        """The standard deviation."""
        return {"stddev": self.stddev}

    @property
    def is_idle(self) -> bool:
        """Whether the standard deviation is 0."""
        return self.stddev == 0

    def keras_layer(self, keras: Any, draw_seed: Callable[[], int]) -> Any:
        """The `keras.layers.GaussianNoise`, which draws no seed for a standard deviation of 0."""
        return keras.layers.GaussianNoise(self.stddev, seed=draw_seed() if self.stddev else None)

    def code(self) -> Code:
        """The call of `layers.GaussianNoise`."""
        return call("layers.GaussianNoise", self.stddev)
