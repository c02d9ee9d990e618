"""Long curves as short ones that look the same."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST = 600  # points of a curve: about one a pixel


def thinned(values: Sequence[float], most: int = MOST) -> NDArray[np.int64]:
    """Which points of a curve to draw so that it looks as if all were drawn: at most about `most`, in order.

    Of every stretch the first, the lowest, the highest and the last: a spike of one epoch stays in sight. A
    value that is no number counts as a gap, and its stretch keeps it.
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
