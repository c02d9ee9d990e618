"""`diagnose`: what the curves of a run show, or those of a history file, and one remedy for each finding."""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from playground.commands import Commands
from playground.commands.stored import open_store, whole_id
from playground.doctor.history.diagnosis import diagnose
from playground.doctor.history.reading import History, read_history
from playground.doctor.history.rule import Diagnosis
from playground.errors import ExperimentError, Problem

_MOST_BYTES = 100_000_000


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("diagnose", help="what the curves of a run show, and what helps")
    parser.add_argument(
        "run_or_file",
        metavar="RUN_OR_HISTORY.csv",
        help="a run's id, its first characters, or a CSV file with the columns epoch, loss, val_loss and any metrics",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_diagnose)


def _diagnose(arguments: argparse.Namespace) -> int:
    path = Path(arguments.run_or_file)
    found = diagnose(_of_file(path)) if path.is_file() else _of_run(arguments.run_or_file)
    if arguments.json:
        print(json.dumps({"findings": [asdict(each) for each in found]}, allow_nan=False, ensure_ascii=False))
        return 0
    for each in found:
        print(f"{each.kind}: {each.sentence}" + (f"\n  {each.remedy}" if each.remedy else ""))
    return 0


def _of_file(path: Path) -> History:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ExperimentError(Problem(str(path), f"this file cannot be read ({error.strerror}).")) from None
    if len(content) > _MOST_BYTES:
        raise ExperimentError(Problem(str(path), f"this file is larger than {_MOST_BYTES // 1_000_000} MB."))
    try:
        return read_history(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise ExperimentError(Problem(str(path), "this file holds something else than text.")) from None


def _of_run(start: str) -> Sequence[Diagnosis]:
    from playground.runs.archive import Archive
    from playground.runs.diagnosis import diagnosis

    if not re.fullmatch("[0-9a-fA-F]{1,32}", start):
        raise ExperimentError(Problem(start, "there is no such file, and no run has such an id."))
    with open_store() as store:
        run = Archive(store, None).get(whole_id(store, start))
    if run is None:
        raise ExperimentError(Problem(start, "this run cannot be read."))
    return diagnosis(run)
