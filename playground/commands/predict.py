"""`predict`: the rows of a CSV file put through an exported model, or the network of a run."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playground.commands import Commands
from playground.commands.source import source_of, weights_of
from playground.errors import ExperimentError, Problem


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("predict", help="predict the rows of a CSV file")
    parser.add_argument(
        "model", metavar="MODEL_OR_RUN", help="a file that `export --as model` wrote, or a run's id"
    )
    parser.add_argument(
        "rows", type=Path, metavar="ROWS.csv", help="a table with the columns that the model takes"
    )
    parser.add_argument(
        "-o", dest="path", type=Path, metavar="OUT.csv", help="where to write; else it is printed"
    )
    parser.set_defaults(run=_predict)


def _predict(asked: argparse.Namespace) -> int:
    import pandas

    try:
        table = pandas.read_csv(asked.rows, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no table of comma-separated values"
        raise ExperimentError(Problem(str(asked.rows), f"cannot be read ({why}).")) from None
    from playground.export.predicting import predict

    model, facts = _model(asked.model)
    found = predict(model, facts, table)
    try:
        found.to_csv(asked.path or sys.stdout, index=False)
    except OSError as error:
        raise ExperimentError(Problem(str(asked.path), f"cannot be written ({error.strerror}).")) from None
    return 0


def _model(name: str) -> tuple[Any, Mapping[str, Any]]:
    from playground.export import model

    if not name.endswith(".keras"):
        source = source_of(name, ())
        if source.run is None:
            raise ExperimentError(Problem(name, "name a run, or a file that `export --as model` wrote."))
        return model.raw_model(source.planned, weights_of(source.run)), model.facts_of(source.planned)
    try:
        return model.load(Path(name))
    except (OSError, ValueError, TypeError) as error:
        why = (
            "it is not there" if not Path(name).exists() else "it is no Keras model, or holds code of its own"
        )
        raise ExperimentError(Problem(name, f"cannot be loaded: {why}.")) from error
