"""Reads a file of any supported format."""

from pathlib import Path

import pyarrow

from playground.datasets.reading.bounds import Bounds
from playground.datasets.reading.delimited.read import read_delimited
from playground.datasets.reading.formats.content import Content, content_of
from playground.datasets.reading.reading import Choices, Reading, ReadingError


def read_file(path: Path, choices: Choices | None = None, bounds: Bounds | None = None) -> Reading:
    """Reads the file with a path, like `read`.

    Raises:
        ReadingError: the file does not exist, has no table, or is too large.
    """
    bounds = bounds or Bounds()
    try:
        if not path.is_file():
            raise ReadingError(
                "There is no such file." if not path.exists() else "This is a folder, or no plain file."
            )
        bounds.check_size(path.stat().st_size)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, ReadingError):
            raise
        reason = error.strerror if isinstance(error, OSError) else "its name is no name of a file"
        raise ReadingError(f"This file cannot be opened: {reason}.") from None
    return read(data, choices, bounds)


def read(data: bytes, choices: Choices | None = None, bounds: Bounds | None = None) -> Reading:
    """Reads a table from the bytes of a file: delimited text, a workbook, Parquet or JSON lines.

    The content determines the format, never the file's name. Settings that are None in `choices` are guessed.

    Raises:
        ReadingError: the file has no table, or is too large.
    """
    choices, bounds = choices or Choices(), bounds or Bounds()
    bounds.check_size(len(data))
    content = content_of(data)
    if content is Content.DELIMITED:
        try:
            return read_delimited(data, choices, bounds)
        finally:
            pyarrow.default_memory_pool().release_unused()
    if content is Content.WORKBOOK:
        from playground.datasets.reading.formats.workbook import read_workbook

        return read_workbook(data, choices, bounds)
    if content is Content.PARQUET:
        from playground.datasets.reading.formats.parquet import read_parquet

        return read_parquet(data, bounds)
    from playground.datasets.reading.formats.json_lines import read_json_lines

    return read_json_lines(data, choices, bounds)
