"""Look: the measurements of a probe on a network at one moment."""

from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

DOUBTFUL = 0.8  # from this share of saturated values on the sample on, all rows are examined

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Look:
    """What a probe saw. Layers are those of `playground.pictures.drawn_layers`, the inputs first.

    Attributes:
        maps: (n_maps, map_cells, map_cells), with one axis (n_maps, map_cells), without an axis (n_maps, 1):
            the drawn values of every layer but dropouts, one layer after the other, along the axes.
        output: likewise (n_outputs, cells, cells), as the network puts it out.
        sums: (n_sums, points) what goes into the activation of every drawn value of a layer that has one, for
            the first points of the sample.
        counts, spans: (3 * n_layers, bins) and (3 * n_layers, 2): for every layer but the inputs the
            histograms of its weights, of its activations on the sample and of the loss's gradients.
        numbers: (n_layers, 3): root mean square of the weights, of the gradients, and the share of values
            near the limit of a tanh or sigmoid.
        dead: for every layer but the inputs (units,) bool, the relu units that are 0 on the whole sample, or on
            all training rows where `Probe.survey` has looked at them.
    """

    maps: Array
    output: Array
    sums: Array
    counts: Array
    spans: Array
    numbers: Array
    dead: tuple[Array, ...]

    def doubting(self, surveyed: "Look") -> "Look":
        """This look, with the survey of another moment where the sample leaves a doubt.

        A unit counts as dead if it is dead on the sample and was dead on all rows at that moment.

        """
        numbers = self.numbers.copy()
        doubtful = numbers[:, 2] > DOUBTFUL
        numbers[doubtful, 2] = surveyed.numbers[doubtful, 2]
        dead = tuple(own & surveyed_dead for own, surveyed_dead in zip(self.dead, surveyed.dead, strict=True))
        return replace(self, numbers=numbers, dead=dead)
