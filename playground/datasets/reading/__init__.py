"""Reading people's own tables: every cell is read exactly, or its row is reported as in doubt."""

from playground.datasets.reading.bounds import Bounds
from playground.datasets.reading.read import read, read_file
from playground.datasets.reading.reading import (
    Choices,
    Column,
    Dialect,
    Doubt,
    Kind,
    Reading,
    ReadingError,
    Status,
)

__all__ = [
    "Bounds",
    "Choices",
    "Column",
    "Dialect",
    "Doubt",
    "Kind",
    "Reading",
    "ReadingError",
    "Status",
    "read",
    "read_file",
]
