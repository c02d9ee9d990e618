"""Thinning: fewer points of a long curve, which looks the same."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST = 600  # points of a curve: about one for each pixel


def thin(values: Sequence[float], most: int = MOST) -> NDArray[np.int64]:
    """The indices of about `most` points of a curve, (points,), ascending, that look like all points.

    The curve is cut into stretches. The result has the first, lowest, highest and last point of each, so a spike of one
    epoch stays visible. It also has the first NaN or infinity of each, which the chart shows as a gap.
    """
    count = len(values)
    if count <= most:
        return np.arange(count)
    stretches = max(most // 4, 1)
    size = -(-count // stretches)
    padded = np.full(stretches * size, np.nan)
    padded[:count] = values
    rows = padded.reshape(stretches, size)
    starts = np.arange(stretches) * size
    finite = np.isfinite(rows)
    lowest = starts + np.where(finite, rows, np.inf).argmin(axis=1)
    highest = starts + np.where(finite, rows, -np.inf).argmax(axis=1)
    gaps = starts + (~finite).argmax(axis=1)
    ends = np.minimum(starts + size, count) - 1
    chosen = np.unique(np.concatenate([starts, lowest, highest, gaps, ends]))
    return chosen[chosen < count]
