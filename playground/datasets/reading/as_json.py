"""A reading as plain data for JSON, for `read --json` and for the answers to uploads."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from playground.datasets.reading.reading import Reading


def as_json(reading: Reading, most_doubts: int | None = None) -> dict[str, Any]:
    """Status, dialect, columns, and at most `most_doubts` doubts and left out rows each."""
    dialect = reading.dialect
    return {
        "status": str(reading.status),
        "dialect": {
            "delimiter": dialect.delimiter,
            "quote": dialect.quote,
            "decimal": dialect.decimal,
            "encoding": dialect.encoding,
            "header": dialect.header,
            "escape": dialect.escape,
        },
        "rows": reading.rows,
        "columns": [
            {
                "name": column.name,
                "kind": str(column.kind),
                "missing": column.missing,
                "distinct": column.distinct,
            }
            for column in reading.columns
        ],
        "doubts": [asdict(doubt) for doubt in reading.doubts[:most_doubts]],
        "left_out": list(reading.left_out[:most_doubts]),
    }


def all_cells(reading: Reading) -> list[Sequence[str]]:
    """All rows as text, after the header if the file has one."""
    head: list[Sequence[str]] = [] if reading.names is None else [reading.names]
    return head + first_cells(reading, reading.rows)


def first_cells(reading: Reading, most: int) -> list[Sequence[str]]:
    """The first rows as text, without the header."""
    columns = (column.slice(0, most).to_pylist() for column in reading.cells.columns)
    return list(zip(*columns, strict=True))
