"""How large a file and its table may be."""

from dataclasses import dataclass

from playground.datasets.reading.reading import ReadingError
from playground.number_words import in_bytes


@dataclass(frozen=True)
class Bounds:
    """What one file may come to: bytes as sent and unpacked, rows, columns and cells."""

    size: int = 100_000_000
    unpacked: int = 1_000_000_000
    rows: int = 5_000_000
    columns: int = 10_000
    cells: int = 50_000_000

    def check_size(self, size: int) -> None:
        """Refuses a file by its size in bytes, before it is read.

        Raises:
            ReadingError: when it is too large.
        """
        if size > self.size:
            raise ReadingError(f"This file has {in_bytes(size)}; {in_bytes(self.size)} at most can be read.")

    def check_unpacked(self, size: int) -> None:
        """Refuses a file by what it comes to once unpacked, in bytes.

        Raises:
            ReadingError: when that is too large.
        """
        if size > self.unpacked:
            raise ReadingError(
                f"Unpacked, this file comes to {in_bytes(size)}; {in_bytes(self.unpacked)} at most can be read."
            )

    def check_table(self, rows: int, columns: int) -> None:
        """Refuses a table by its rows, columns and cells.

        Raises:
            ReadingError: when it has too many of one of them.
        """
        for name, count, most in (
            ("columns", columns, self.columns),
            ("rows", rows, self.rows),
            ("cells", rows * columns, self.cells),
        ):
            if count > most:
                raise ReadingError(f"This table has {count:,} {name}; {most:,} at most can be read.")
