"""Understanding a table: summaries of its columns, and cautions before training."""

from playground.datasets.understanding.caution import Caution, Remedy
from playground.datasets.understanding.cautions import cautions
from playground.datasets.understanding.summary import ColumnSummary, Table, table_of

__all__ = [
    "Caution",
    "ColumnSummary",
    "Remedy",
    "Table",
    "cautions",
    "table_of",
]
