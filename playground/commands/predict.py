"""`predict`: predictions of an exported model, or of a run's network, for the rows of a file."""

import argparse
import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.cells import harmless
from playground.commands import Commands
from playground.commands.source import source_of, weights_of
from playground.errors import ExperimentError, Problem

if TYPE_CHECKING:
    from playground.datasets.own.rows import Rows

_SHOWN = 10  # doubts that are printed


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("predict", help="predict the rows of a file")
    parser.add_argument(
        "model", metavar="MODEL_OR_RUN", help="a file that `export --as model` wrote, or a run's id"
    )
    parser.add_argument(
        "rows",
        type=Path,
        metavar="ROWS",
        help="a table with the columns that the model takes: CSV, Excel, Parquet …",
    )
    parser.add_argument(
        "-o", dest="path", type=Path, metavar="OUT.csv", help="where to write; else it is printed"
    )
    parser.set_defaults(run=_predict)


def _predict(arguments: argparse.Namespace) -> int:
    try:
        content = arguments.rows.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is no name of a file"
        raise ExperimentError(Problem(str(arguments.rows), f"cannot be read ({why}).")) from None
    from playground.datasets import DataError
    from playground.datasets.own.rows import read_rows
    from playground.export.predicting import kinds_of, predict

    model, facts = _model(arguments.model)
    try:
        rows = read_rows(content, kinds_of(model, facts), facts.get("words") or {})
    except DataError as error:
        field = str(arguments.rows) if error.field == "rows" else error.field
        raise ExperimentError(Problem(field, str(error))) from None
    if rows.wrong:
        index, doubt = next(iter(rows.wrong.items()))
        sentence = f"row {index + 1} {doubt.sentence} (line {doubt.row} of the file)."
        raise ExperimentError(Problem(doubt.column or "", sentence))
    _tell(rows)
    predictions = predict(model, facts, rows.frame)
    if any(rows.said):
        predictions["line"], predictions["doubt"] = rows.lines, [harmless(text) for text in rows.said]
    try:
        # All text is quoted, because pandas does not quote a lone carriage return.
        predictions.to_csv(arguments.path or sys.stdout, index=False, quoting=csv.QUOTE_NONNUMERIC)
    except OSError as error:
        raise ExperimentError(
            Problem(str(arguments.path), f"cannot be written ({error.strerror}).")
        ) from None
    return 0


def _tell(rows: "Rows") -> None:
    """Prints to standard error how the file was read, and its doubts."""
    from playground.datasets.own.rows import in_words

    how = {"delimiter": rows.dialect.delimiter, "decimal sign": rows.dialect.decimal}
    if text := ", ".join(f"{name} {value!r}" for name, value in how.items() if value is not None):
        print(f"Read with {text}.", file=sys.stderr)
    for doubt in rows.doubts[:_SHOWN]:
        where = "The file" if doubt.row is None else f"Line {doubt.row}"
        print(f"{where}: {in_words(doubt)}", file=sys.stderr)
    if len(rows.doubts) > _SHOWN:
        print(f"… and {len(rows.doubts) - _SHOWN:,} more doubts.", file=sys.stderr)


def _model(name: str) -> tuple[Any, Mapping[str, Any]]:
    from playground.export import model
    from playground.export.facts import facts_of

    if not name.endswith(".keras"):
        source = source_of(name, ())
        if source.run is None:
            raise ExperimentError(Problem(name, "name a run, or a file that `export --as model` wrote."))
        return model.raw_model(source.planned, weights_of(source.run)), facts_of(source.planned)
    try:
        return model.load(Path(name))
    except (OSError, ValueError, TypeError) as error:
        why = (
            "it is not there" if not Path(name).exists() else "it is no Keras model, or holds code of its own"
        )
        raise ExperimentError(Problem(name, f"cannot be loaded: {why}.")) from error
