"""`--data FILE`: an experiment on an own table, which is read and stored under its hash."""

import argparse
import hashlib
from pathlib import Path

from playground.commands.request import text_of
from playground.datasets import DataError
from playground.datasets.own.contents import bring, call
from playground.datasets.own.table import bounds
from playground.datasets.own.taking import on_table
from playground.datasets.reading import ReadingError
from playground.errors import ExperimentError, Problem
from playground.experiment import Experiment
from playground.experiment.parse import parse
from playground.experiment.uploads import name_of

_HOW = {"leave-out": "leave_out", "keep": "keep"}


def add_data(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments that name an own table."""
    parser.add_argument(
        "--data", metavar="FILE", help="train on this table: CSV, Excel, Parquet or JSON lines"
    )
    parser.add_argument(
        "--doubtful",
        choices=[*_HOW],
        help="leave rows in doubt out, or keep them as they were read; otherwise such a file is refused",
    )


def experiment_on_file(arguments: argparse.Namespace) -> tuple[Experiment, tuple[bytes, str]]:
    """Returns the experiment on the file `--data`, and the file's content and name.

    Settings of the command line override what the file suggests, which overrides the experiment's own.


    Raises:
        ExperimentError: the file or the experiment cannot be used.
    """
    path = Path(arguments.data)
    content = _content_of(path)
    digest = hashlib.sha256(content).hexdigest()
    bring({digest: content})
    call(digest, path.name)
    own = [f'data.dataset="{name_of(digest)}"']
    if arguments.doubtful is not None:
        own.append(f"data.reading.doubtful={_HOW[arguments.doubtful]}")
    base = parse(text_of(arguments.experiment), own[:1])
    settings = [*(setting for setting in arguments.set if setting.startswith("data.")), *own]
    try:
        filled = on_table(base, parse("{}", settings).data)
    except DataError as error:
        raise ExperimentError(Problem(arguments.data, _for_terminal(error))) from None
    return parse(filled.model_dump_json(), [*arguments.set, *own]), (content, path.name)


def _content_of(path: Path) -> bytes:
    try:
        bounds().check_size(path.stat().st_size)
        return path.read_bytes()
    except ReadingError as error:
        raise ExperimentError(Problem(str(path), str(error))) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is no name of a file"
        raise ExperimentError(Problem(str(path), f"this file cannot be opened: {why}.")) from None


def _for_terminal(error: DataError) -> str:
    hint = " (--doubtful leave-out or --doubtful keep)" if error.field == "data.reading.doubtful" else ""
    return f"{error}{hint}"
