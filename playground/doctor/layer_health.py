"""What is known of a layer at one moment."""

from dataclasses import dataclass

from playground.layers.table import KINDS


@dataclass(frozen=True)
class Health:
    """A layer at one moment.

    Attributes:
        title: its title on the page.
        units: the number of its outputs.
        kind: as in `playground.pictures.drawn_layers`.
        dead: how many of its relu units are 0 on every training row.
        saturated: share of its values on the training rows that are near the limits of its tanh or sigmoid.
        weights: root mean square; NaN or infinite if one of them is; None without weights.
        gradients: the same for the gradients of the loss on a sample of the training rows.
        sample: how many rows that sample has; None if it has all rows.
    """

    title: str
    units: int
    kind: str = "dense"
    dead: int = 0
    saturated: float = 0.0
    weights: float | None = None
    gradients: float | None = None
    sample: int | None = None

    @property
    def alive(self) -> int:
        """How many units are not dead."""
        return self.units - self.dead

    @property
    def has_weights(self) -> bool:
        """Whether it is a dense layer or the output."""
        return self.kind == "output" or (self.kind in KINDS and KINDS[self.kind].has_matrix)
