"""The table of an experiment as a file, to understand a run after the data set has changed.

It has no test rows, because only their opening may read them.
"""

import io

from playground.datasets.pipeline.prepare import visible_table
from playground.experiment import Data


def table_as_parquet(data: Data) -> bytes:
    """The table without test rows, before split and scaling, as Parquet; equal tables give equal bytes.

    Raises:
        DataError: there is no such data set.
    """
    buffer = io.BytesIO()
    visible_table(data).to_parquet(buffer, compression="zstd")
    return buffer.getvalue()
