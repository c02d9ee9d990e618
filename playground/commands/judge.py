"""`judge`: the metrics of the network that a run kept, beside those of baselines."""

import argparse
import json
from collections.abc import Mapping

from playground.commands import Commands
from playground.commands.source import judgement_of, source_of, train_or_load, weights_of
from playground.evaluation.answers import own_unit
from playground.evaluation.judgement import Judgement
from playground.evaluation.measures import NAMES, Measures
from playground.experiment.measures import Unit, with_unit


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("judge", help="how good the network of a run is, beside baselines")
    parser.add_argument("source", metavar="RUN", help="a run's id, its first characters, a preset or a file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_judge)


def _judge(arguments: argparse.Namespace) -> int:
    source = source_of(arguments.source, ())
    run = train_or_load(source)
    judgement = judgement_of(source, run, weights_of(run))
    if arguments.json:
        print(json.dumps(judgement.as_json(), allow_nan=False, ensure_ascii=False))
        return 0
    print("\n".join(_lines(judgement)))
    return 0


def _lines(judgement: Judgement) -> list[str]:
    """A table for a terminal: a line per measure, a column per part for the network and for each baseline."""
    own = own_unit(judgement.planned)
    parts = {"network": judgement.network, **judgement.baselines}
    columns = {
        (name, part): (judgement.measures if name == "network" else judgement.baseline_measures)(answers)
        for name, by_part in parts.items()
        for part, answers in by_part.items()
    }
    head = [""] + [f"{name.replace('_', ' ')}, {part}" for name, part in columns]
    table = [head] + [
        [name, *(_cell(name, measures, own) for measures in columns.values())]
        for name in NAMES[judgement.planned.prepared.task]
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    return [
        f"The weights of the {judgement.which} epoch, {judgement.epoch:,}:",
        *(line.rstrip() for line in lines),
        *_reasons(columns),
        judgement.sentence,
    ]


def _cell(name: str, measures: Measures, unit: Unit | None) -> str:
    return with_unit(name, measures.values[name], unit) if name in measures.values else "–"


def _reasons(columns: Mapping[tuple[str, str], Measures]) -> list[str]:
    """The sentences that say why a measure has no value, without repetitions."""
    reasons = {
        f"{name} cannot be told of the {part} rows: {why}."
        for (of, part), measures in columns.items()
        if of == "network"
        for name, why in measures.reasons.items()
    }
    return sorted(reasons)
