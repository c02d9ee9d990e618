"""`datasets` and `presets`: names, one a line."""

import argparse

from playground.commands import Commands
from playground.experiment.presets import presets


def add(commands: Commands) -> None:
    """Adds both commands."""
    datasets = commands.add_parser("datasets", help="the names of the data sets, one a line")
    datasets.set_defaults(run=_datasets)
    commands.add_parser("presets", help="the names of the presets, one a line").set_defaults(run=_presets)


def _datasets(_: argparse.Namespace) -> int:
    from playground.datasets import names

    print("\n".join(names()))
    return 0


def _presets(_: argparse.Namespace) -> int:
    print("\n".join(presets()))
    return 0
