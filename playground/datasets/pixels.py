"""Pixels: tables whose rows are pictures, with a column `pixel_ROW_COLUMN` for each pixel from the upper left."""

import re
from collections.abc import Sequence

import numpy
import pandas
from numpy.typing import NDArray

_PIXEL = re.compile(r"pixel_(\d+)_(\d+)")
_DARKEST = 255


def are_pixels(features: Sequence[str]) -> bool:
    """Whether the features are all pixels of a rectangular picture, each once."""
    positions = {(int(found[1]), int(found[2])) for name in features if (found := _PIXEL.fullmatch(name))}
    rows, columns = (1 + max((position[axis] for position in positions), default=-1) for axis in (0, 1))
    return 0 < len(features) == len(positions) == rows * columns


def pictures_of(table: pandas.DataFrame, features: Sequence[str], size: int) -> NDArray[numpy.uint8]:
    """The pictures of the rows, uint8 (rows, height, width), with large values dark on white.

    Args:
        table: the table with the pixels.
        features: the columns of pixels, for which `are_pixels` is true.
        size: the width and height of each value in the result, in pixels.
    """
    values = table[list(features)].to_numpy(numpy.float64, na_value=0.0)
    positions = [tuple(map(int, _PIXEL.fullmatch(name).groups())) for name in features]  # type: ignore[union-attr]
    height, width = (1 + max(position[axis] for position in positions) for axis in (0, 1))
    grid = numpy.zeros((len(values), height, width))
    for at, (row, column) in enumerate(positions):
        grid[:, row, column] = values[:, at]
    low, high = min(float(values.min()), 0.0), float(values.max())
    shade = _DARKEST - (grid - low) / ((high - low) or 1.0) * _DARKEST
    found: NDArray[numpy.uint8] = shade.round().astype(numpy.uint8).repeat(size, axis=1).repeat(size, axis=2)
    return found
