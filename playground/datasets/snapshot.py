"""The table of an experiment as a file, so that a run can be understood when the data set has changed."""

import io

from playground.datasets.catalogue import load
from playground.experiment import Data


def table_as_parquet(data: Data) -> bytes:
    """The whole table, before splitting and scaling, as Parquet; the same table gives the same bytes.

    Raises:
        DataError: there is no such data set.
    """
    buffer = io.BytesIO()
    load(data).to_parquet(buffer, compression="zstd")
    return buffer.getvalue()
