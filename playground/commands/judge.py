"""`judge`: how good the network that a run kept is, beside baselines."""

import argparse
import json
from collections.abc import Mapping

from playground.commands import Commands
from playground.commands.source import judgement_of, source_of, trained, weights_of
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


def _judge(asked: argparse.Namespace) -> int:
    source = source_of(asked.source, ())
    run = trained(source)
    judged = judgement_of(source, run, weights_of(run))
    if asked.json:
        print(json.dumps(judged.as_json(), allow_nan=False, ensure_ascii=False))
        return 0
    print("\n".join(_lines(judged)))
    return 0


def _lines(judged: Judgement) -> list[str]:
    """What a terminal shows: a line a measure, with a column for the network and for each baseline in each part."""
    own = own_unit(judged.planned)
    parts = {"network": judged.network, **judged.baselines}
    columns = {
        (name, part): (judged.measures if name == "network" else judged.baseline_measures)(answers)
        for name, by_part in parts.items()
        for part, answers in by_part.items()
    }
    head = [""] + [f"{name.replace('_', ' ')}, {part}" for name, part in columns]
    table = [head] + [
        [name, *(_cell(name, measures, own) for measures in columns.values())]
        for name in NAMES[judged.planned.prepared.task]
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    return [
        f"The weights of the {judged.which} epoch, {judged.epoch:,}:",
        *(line.rstrip() for line in lines),
        *_reasons(columns),
        judged.sentence,
    ]


def _cell(name: str, measures: Measures, unit: Unit | None) -> str:
    return with_unit(name, measures.values[name], unit) if name in measures.values else "–"


def _reasons(columns: Mapping[tuple[str, str], Measures]) -> list[str]:
    """Why a measure cannot be told, once for each reason."""
    said = {
        f"{name} cannot be told of the {part} rows: {why}."
        for (of, part), measures in columns.items()
        if of == "network"
        for name, why in measures.reasons.items()
    }
    return sorted(said)
