"""Sizes: the resolution of a picture that takes some milliseconds and less than 60 KB. No Keras."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.pictures.drawn_layers import DrawnLayer

_PLANE_CELLS = (96, 48, 24, 16)  # cells along each of two axes; the finest that is not too expensive is used
_LINE_CELLS = 192
_MAP_CELLS = (32, 24, 16, 12, 8, 6)  # of a neuron's own picture
_LINE_MAP_CELLS = (96, 48, 24)

_OUTPUT_BYTES = 30_000
_MAP_BYTES = 36_000
_MULTIPLICATIONS = 250_000_000  # for the grid
_INPUTS = 10_000_000  # of all its rows, which a worker keeps in memory
_SUM_POINTS = 40


@dataclass(frozen=True)
class Sizes:
    """How fine a picture is.

    Attributes:
        axes: how many it has: 0, 1 or 2.
        cells: along each axis, of the network's answer.
        map_cells: along each axis, of a neuron's own picture; divides `cells`.
        sample: rows on which activations and gradients are looked at, at most.
        points: rows drawn on the curve of a neuron's activation, at most.
    """

    axes: int
    cells: int
    map_cells: int
    sample: int
    points: int = _SUM_POINTS

    @property
    def rows(self) -> int:
        """Rows the network is asked about for one picture."""
        return self.cells**self.axes if self.axes else 1


def sizes(parts: Sequence[DrawnLayer], parameters: int, axes: int) -> Sizes:
    """The finest sizes within the limits of cost and bytes."""
    outputs = parts[-1].units
    n_maps = sum(part.shown for part in parts if part.has_maps)
    if axes == 2:
        allowed = [
            cells
            for cells in _PLANE_CELLS
            if parameters * cells**2 <= _MULTIPLICATIONS
            and parts[0].units * cells**2 <= _INPUTS
            and outputs * cells**2 <= _OUTPUT_BYTES
        ]
        cells = (allowed or _PLANE_CELLS[-1:])[0]
        fitting = [each for each in _MAP_CELLS if cells % each == 0 and n_maps * each**2 <= _MAP_BYTES]
        map_cells = (fitting or _MAP_CELLS[-1:])[0]
    else:
        cells = _LINE_CELLS if axes else 1
        # a step takes two bytes
        fitting = [each for each in _LINE_MAP_CELLS if 2 * n_maps * each <= _MAP_BYTES]
        map_cells = (fitting or _LINE_MAP_CELLS[-1:])[0] if axes else 1
    return Sizes(axes, cells, map_cells, _sample(parameters))


def _sample(parameters: int) -> int:
    if parameters <= 100_000:
        return 512
    return 256 if parameters <= 300_000 else 64
