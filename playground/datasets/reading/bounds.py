"""Bounds: limits on the size of a file and its table."""

from dataclasses import dataclass

from playground.datasets.reading.reading import ReadingError
from playground.number_words import in_bytes


@dataclass(frozen=True)
class Bounds:
    """The limits for one file.

    Attributes:
        size: bytes of the file.
        unpacked: bytes of its content after unpacking.
        rows, columns, cells: of its table.
    """

    size: int = 100_000_000
    unpacked: int = 1_000_000_000
    rows: int = 5_000_000
    columns: int = 10_000
    cells: int = 50_000_000

    def check_size(self, size: int) -> None:
        """Checks the size of a file in bytes, before it is read.

        Raises:
            ReadingError: it is too large.
        """
        if size > self.size:
            raise ReadingError(f"This file has {in_bytes(size)}; {in_bytes(self.size)} at most can be read.")

    def check_unpacked(self, size: int) -> None:
        """Checks the size of a file's unpacked content in bytes.

        Raises:
            ReadingError: it is too large.
        """
        if size > self.unpacked:
            raise ReadingError(
                f"Unpacked, this file comes to {in_bytes(size)}; {in_bytes(self.unpacked)} at most can be read."
            )

    def check_table(self, rows: int, columns: int) -> None:
        """Checks the numbers of rows, columns and cells of a table.

        Raises:
            ReadingError: one of them is too large.
        """
        for name, count, most in (
            ("columns", columns, self.columns),
            ("rows", rows, self.rows),
            ("cells", rows * columns, self.cells),
        ):
            if count > most:
                raise ReadingError(f"This table has {count:,} {name}; {most:,} at most can be read.")
