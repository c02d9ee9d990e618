"""`sweep`: trains an experiment for each value of one or two settings, all on the engine at once."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from playground.commands import Commands
from playground.commands.as_json import outcome
from playground.commands.request import add_experiment, experiment_of
from playground.commands.stored import SHOWN
from playground.commands.text import number, table
from playground.comparing.comparable import comparison
from playground.comparing.quantity import Quantity, quantity
from playground.messages.wishes import Stop
from playground.persons import CONSOLE
from playground.studies.sweep import Cell, SweptSetting, cells, parse_over, settings_of, text_of
from playground.words import larger_is_better

if TYPE_CHECKING:
    from playground.runs import Run, Runs
    from playground.runs.group import Group

_LOOK_SECONDS = 0.2


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("sweep", help="train one or two settings over lists of values")
    add_experiment(parser)
    parser.add_argument(
        "--over",
        action="append",
        required=True,
        metavar="training.optimizer.learning_rate=0.1,0.01",
        help="a setting and its values; once, or twice for a grid",
    )
    parser.set_defaults(run=_sweep)


def _sweep(arguments: argparse.Namespace) -> int:
    from playground.commands.console import runs_on
    from playground.engine.client import Engine

    overs = [parse_over(text) for text in arguments.over]
    planned = cells(experiment_of(arguments.experiment, arguments.set), overs)
    with runs_on(Engine(arguments.scheduler)) as runs:
        group = runs.groups.start(
            [cell.experiment for cell in planned],
            CONSOLE,
            "sweep",
            [cell.label for cell in planned],
            settings_of(overs),
        )
        _wait(group, runs, quiet=arguments.json or not sys.stderr.isatty())
    best = next(iter(group.ranked()), None)
    if arguments.json:
        print(_as_json(group, overs, planned, best))
    else:
        _print(group, overs, planned, best)
    return 1 if any(run.state == "failed" for run in group.runs) else 0


def _wait(group: "Group", runs: "Runs", *, quiet: bool) -> None:
    """Waits until all runs are over; Ctrl-C stops them and keeps their results."""
    try:
        _watch(group, quiet)
    except KeyboardInterrupt:
        for run in group.runs:
            runs.steering.ask(run, Stop(), CONSOLE)
        _watch(group, quiet)
    if not quiet:
        print(file=sys.stderr)


def _watch(group: "Group", quiet: bool) -> None:
    while True:
        over = sum(run.over for run in group.runs)
        if not quiet:
            best = next(iter(group.ranked()), None)
            words = f", best {best.monitor} {_value(best)}" if best else ""
            print(f"\r{over} of {len(group.runs)} cells{words}   ", end="", file=sys.stderr, flush=True)
        if over == len(group.runs):
            return
        time.sleep(_LOOK_SECONDS)


def _quantity(run: "Run") -> Quantity:
    return quantity(run.experiment, run.monitor)


def _print(
    group: "Group", overs: Sequence[SweptSetting], planned: Sequence[Cell], best: "Run | None"
) -> None:
    monitor = group.runs[0].monitor
    better = "larger" if larger_is_better(monitor) else "smaller"
    unit = _quantity(group.runs[0]).unit
    print(f"Best {monitor}{f' {unit.with_preposition}' if unit else ''} ({better} is better)")
    columns = overs[-1]
    width = len(columns.values)
    texts = [_text(run, best) for run in group.runs]
    rows = [texts[start : start + width] for start in range(0, len(texts), width)]
    heads = [text_of(value) for value in overs[0].values] if len(overs) > 1 else [""]
    corner = overs[0].title if len(overs) > 1 else ""
    shown = [
        ["", columns.title, *[""] * (width - 1)],
        [corner, *(text_of(value) for value in columns.values)],
        *([head, *row] for head, row in zip(heads, rows, strict=True)),
    ]
    print(table(shown, right=range(1, width + 1)))
    if best and best.best:
        label = next(cell.label for cell, run in zip(planned, group.runs, strict=True) if run is best)
        at = f"at epoch {best.best.epoch:,}, run {best.id[:SHOWN]}"
        print(f"★ {label}: {monitor} {_value(best)} {at}")
    for run, cell in zip(group.runs, planned, strict=True):
        if run.state == "failed":
            print(f"{cell.label}: failed. {run.reason}")
    checks = comparison([run.experiment for run in group.runs], monitor)
    for sentence in (*checks.obstacles, *checks.notes):
        print(sentence)
    print(f"The app shows it at /runs?sweep={group.id}")


def _text(run: "Run", best: "Run | None") -> str:
    if run.state == "failed":
        return "failed"
    value = _quantity(run).in_unit(run.best.value) if run.best else None
    return ("★ " if run is best else "") + number(value)


def _value(run: "Run") -> str:
    return _quantity(run).words(run.best.value) if run.best else "–"


def _as_json(
    group: "Group", overs: Sequence[SweptSetting], planned: Sequence[Cell], best: "Run | None"
) -> str:
    content = {
        "group": group.id,
        **settings_of(overs),
        "monitor": group.runs[0].monitor,
        "cells": [
            {"cell": cell.label, "values": list(cell.values), **outcome(run)}
            for cell, run in zip(planned, group.runs, strict=True)
        ],
        "best": best.id if best else None,
    }
    return json.dumps(content, allow_nan=False)
