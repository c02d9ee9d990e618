"""`compare`: the settings in which stored runs differ, and their best values below."""

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from playground.commands import Commands
from playground.commands.as_json import outcome
from playground.commands.stored import SHOWN, open_store, whole_id
from playground.commands.text import table
from playground.comparing.comparable import Comparison, comparison
from playground.comparing.differences import Difference, differences
from playground.comparing.quantity import quantity
from playground.errors import ExperimentError, Problem
from playground.messages.events import Best
from playground.states import STATES
from playground.store import Store

if TYPE_CHECKING:
    from playground.runs.run import Run


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("compare", help="what differs between runs that are kept")
    parser.add_argument("ids", nargs="+", metavar="ID", help="a run's id, or its first characters")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_compare)


def _compare(arguments: argparse.Namespace) -> int:
    with open_store() as store:
        runs = _find(store, arguments.ids)
    rows = differences([run.experiment for run in runs])
    checks = comparison([run.experiment for run in runs], [run.monitor for run in runs])
    if arguments.json:
        print(_as_json(runs, rows, checks))
        return 0
    print(
        table(
            [
                ("", *(run.id[:SHOWN] for run in runs)),
                *((row.title, *row.values) for row in rows),
                *_ends(runs),
            ]
        )
    )
    if not rows:
        print("Their settings are the same.")
    for sentence in (*checks.obstacles, *checks.notes):
        print(sentence)
    return 0


def _find(store: Store, starts: Sequence[str]) -> list["Run"]:
    from playground.runs.archive import Archive

    ids = list(dict.fromkeys(whole_id(store, start) for start in starts))
    if len(ids) < 2:
        raise ExperimentError(Problem("", "Name two runs, or more, to compare."))
    archive = Archive(store, None)
    found = {run_id: archive.get(run_id) for run_id in ids}
    for run_id, run in found.items():
        if run is None:
            raise ExperimentError(Problem(run_id[:SHOWN], "this run cannot be read."))
    return [run for run in found.values() if run is not None]


def _ends(runs: "Sequence[Run]") -> list[tuple[str, ...]]:
    same = [
        ("Ended", *(STATES[run.state] for run in runs)),
        ("Epochs", *(f"{max(run.epoch, 0):,}" for run in runs)),
    ]
    return [
        *(row for row in same if len(set(row[1:])) > 1),
        (
            "Best",
            *(f"{run.best.monitor} {_value(run, run.best)}" if run.best else "–" for run in runs),
        ),
        ("At epoch", *(f"{run.best.epoch:,}" if run.best else "–" for run in runs)),
        ("Kept epoch", *("–" if run.kept is None else f"{run.kept:,}" for run in runs)),
    ]


def _value(run: "Run", best: Best) -> str:
    return quantity(run.experiment, best.monitor).words(best.value)


def _as_json(runs: "Sequence[Run]", rows: Sequence[Difference], checks: Comparison) -> str:
    content = {
        "runs": [{"title": run.experiment.title, **outcome(run)} for run in runs],
        "differences": [{"path": row.path, "title": row.title, "values": list(row.values)} for row in rows],
        "warnings": list(checks.obstacles),
        "notes": list(checks.notes),
    }
    return json.dumps(content, allow_nan=False)
