"""Sealed: the test rows, which only their opening may read."""

import numpy
import pandas

from playground.datasets.arrays import Integers
from playground.datasets.error import DataError
from playground.datasets.pipeline.columns import missing
from playground.datasets.pipeline.draw import draw
from playground.experiment import Data

_NONE: Integers = numpy.zeros(0, dtype=numpy.int64)


def sealed_rows(data: Data, frame: pandas.DataFrame) -> Integers:
    """The indices of the test rows, int64, ascending; empty without a test part.

    They depend on the table, the target and the settings of the test part and the split, but not on the features or the
    handling of missing values, so a change of these keeps the test rows.

    Args:
        data: the data of an experiment, with its target.
        frame: the whole table, whose rows are numbered from 0.

    Raises:
        DataError: there are too few rows.
    """
    if data.test is None or data.target is None or data.target not in frame.columns:
        return _NONE
    left = frame[~missing(frame[data.target])]
    size = round(data.test.fraction * len(left))
    if size < 2 or len(left) - size < 4:
        raise DataError(
            "data.test.fraction", f"Of {len(left):,} rows {size:,} would be sealed; there are too few."
        )
    if data.split is None:
        return _sorted(left.sample(n=size, random_state=data.test.seed).index)
    others = [name for name in frame.columns if name != data.target]
    aside = draw(left, data.split, data.test.fraction, data.test.seed, data.target, others)
    return _sorted(left.index[aside])


def _sorted(index: pandas.Index) -> Integers:
    return numpy.sort(index.to_numpy(dtype=numpy.int64))
