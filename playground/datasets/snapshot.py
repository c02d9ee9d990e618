"""The table of an experiment as a file, so that a run can be understood when the data set has changed.

Test rows are not in it: nothing but their opening looks at them.
"""

import io

from playground.datasets.pipeline.prepare import visible_table
from playground.experiment import Data


def table_as_parquet(data: Data) -> bytes:
    """The table without test rows, before splitting and scaling, as Parquet; the same table gives the same bytes.

    Raises:
        DataError: there is no such data set.
    """
    buffer = io.BytesIO()
    visible_table(data).to_parquet(buffer, compression="zstd")
    return buffer.getvalue()
