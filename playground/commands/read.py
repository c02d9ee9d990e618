"""`read`: the columns of own tables, and which of their rows are in doubt."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playground.commands import Commands
from playground.commands.text import table

if TYPE_CHECKING:
    from playground.datasets.reading import Choices, Reading

_REFUSED = 2
_SHOWN = 20  # doubts that are printed without --json


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("read", help="what is in a table of one's own, and which rows are in doubt")
    parser.add_argument("files", nargs="+", metavar="FILE", help="CSV, Excel, Parquet or JSON lines")
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each file")
    parser.add_argument("--cells", action="store_true", help="print the cells too")
    parser.add_argument("--delimiter", help="what divides the cells; \\t is the tab, \\s+ any run of spaces")
    parser.add_argument("--quote", help="what stands around a cell; empty for nothing")
    parser.add_argument("--escape", help="what makes the next character ordinary")
    parser.add_argument("--decimal", choices=[".", ","], help="the decimal sign")
    parser.add_argument("--header", choices=["yes", "no"], help="whether the first row holds names")
    parser.add_argument("--encoding", help="such as utf-8 or cp1252")
    parser.add_argument("--sheet", help="the sheet of a workbook; the first by default")
    parser.set_defaults(run=_read)


def _read(arguments: argparse.Namespace) -> int:
    from playground.datasets.reading import Choices

    choices = Choices(
        delimiter=None if arguments.delimiter is None else arguments.delimiter.replace("\\t", "\t"),
        quote=arguments.quote,
        escape=arguments.escape,
        decimal=arguments.decimal,
        header=None if arguments.header is None else arguments.header == "yes",
        encoding=arguments.encoding,
        sheet=arguments.sheet,
    )
    statuses = [_one(name, choices, arguments) for name in arguments.files]
    return _REFUSED if not any(statuses) else 0


def _one(name: str, choices: "Choices", arguments: argparse.Namespace) -> bool:
    """Reads and prints one file; returns False if it was refused."""
    from playground.datasets.reading import ReadingError, read_file
    from playground.datasets.reading.as_json import all_cells, as_json

    try:
        reading = read_file(Path(name), choices)
    except ReadingError as error:
        if arguments.json:
            print(json.dumps({"file": name, "status": "refused", "sentence": str(error)}))
        else:
            print(f"{name}: {error}", file=sys.stderr)
        return False
    if arguments.json:
        cells = {"cells": all_cells(reading)} if arguments.cells else {}
        print(json.dumps({"file": name, **as_json(reading), **cells}))
    else:
        _print(name, reading, arguments.cells)
    return True


def _print(name: str, reading: "Reading", cells: bool) -> None:
    from playground.datasets.reading.as_json import all_cells

    dialect = reading.dialect
    print(f"{name}: {reading.rows:,} rows, {len(reading.columns):,} columns ({reading.status})")
    known = {
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "decimal": dialect.decimal,
        "encoding": dialect.encoding,
        "header": dialect.header,
    }
    print("  " + "  ".join(f"{key} {value!r}" for key, value in known.items() if value is not None))
    head = ("column", "kind", "missing", "distinct")
    rows = [
        (column.name, str(column.kind), f"{column.missing:,}", f"{column.distinct:,}")
        for column in reading.columns
    ]
    print(table([head, *rows], right=(2, 3)))
    for doubt in reading.doubts[:_SHOWN]:
        where = "file" if doubt.row is None else f"row {doubt.row}"
        print(f"  {where}{f', {doubt.column}' if doubt.column else ''}: {doubt.sentence}")
    if len(reading.doubts) > _SHOWN:
        print(f"  … and {len(reading.doubts) - _SHOWN:,} more doubts (--json has all)")
    if reading.left_out:
        print(f"  {len(reading.left_out):,} rows are left out.")
    if cells:
        print(table([tuple(row) for row in all_cells(reading)]))
