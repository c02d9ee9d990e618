"""`train`: trains a preset, or the experiment in a file, and prints the outcome."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from playground.commands import Commands
from playground.commands.as_json import summary
from playground.commands.own_data import add_data, experiment_on_file
from playground.commands.request import add_experiment, experiment_of
from playground.comparing.quantity import quantity
from playground.plan import plan
from playground.runs.remarks import remarks
from playground.states import STATES

if TYPE_CHECKING:
    from playground.runs.run import Run


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("train", help="train a preset, or the experiment in a file")
    add_experiment(parser)
    add_data(parser)
    parser.set_defaults(run=_train)


def _train(arguments: argparse.Namespace) -> int:
    from playground.commands import console

    experiment, table = (
        (experiment_of(arguments.experiment, arguments.set), None)
        if arguments.data is None
        else experiment_on_file(arguments)
    )
    planned = plan(experiment)
    for note in planned.notes:
        print(f"note: {note}", file=sys.stderr)
    run = console.train(planned.experiment, scheduler=arguments.scheduler, quiet=arguments.json, table=table)
    if arguments.json:
        print(json.dumps(summary(run), allow_nan=False))
    else:
        print(_in_words(run))
    return 1 if run.state == "failed" else 0


def _in_words(run: "Run") -> str:
    words = f"{STATES[run.state]} after {max(run.epoch, 0):,} epochs and {run.seconds:.1f} s"
    if run.best:
        value = quantity(run.experiment, run.best.monitor).words(run.best.value)
        words += f", best {run.best.monitor} {value} at epoch {run.best.epoch:,}"
    if run.kept is not None:
        words += f", kept epoch {run.kept:,}"
    return " ".join([f"{words}.", *filter(None, [run.reason]), *remarks(run)])
