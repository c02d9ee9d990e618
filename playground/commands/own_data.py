"""`--data FILE`: an experiment on a table of one's own, which is read, kept under its hash, and put in."""

import argparse
import hashlib
from pathlib import Path

from playground.commands.asked import text_of
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
    """Adds the arguments that name a table of one's own."""
    parser.add_argument(
        "--data", metavar="FILE", help="train on this table: CSV, Excel, Parquet or JSON lines"
    )
    parser.add_argument(
        "--doubtful",
        choices=[*_HOW],
        help="leave rows in doubt out, or keep them as they were read; otherwise such a file is refused",
    )


def experiment_on_file(asked: argparse.Namespace) -> tuple[Experiment, tuple[bytes, str]]:
    """The experiment that a command is asked for, on the file that it is given; and the file with its name.

    Settings of the command line stand above what the file suggests, which stands above the experiment's own.

    Raises:
        ExperimentError: the file or the experiment cannot be used.
    """
    path = Path(asked.data)
    content = _content_of(path)
    digest = hashlib.sha256(content).hexdigest()
    bring({digest: content})
    call(digest, path.name)
    own = [f'data.dataset="{name_of(digest)}"']
    if asked.doubtful is not None:
        own.append(f"data.reading.doubtful={_HOW[asked.doubtful]}")
    base = parse(text_of(asked.experiment), own[:1])
    said = [*(setting for setting in asked.set if setting.startswith("data.")), *own]
    try:
        found = on_table(base, parse("{}", said).data)
    except DataError as error:
        raise ExperimentError(Problem(asked.data, _for_terminal(error))) from None
    return parse(found.model_dump_json(), [*asked.set, *own]), (content, path.name)


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
