"""The arguments of commands that train: a preset or a file, changed settings, and where to train."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from playground.errors import ExperimentError, Problem
from playground.experiment import Experiment
from playground.experiment.parse import from_content, parse
from playground.experiment.presets import presets


def add_experiment(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments for the experiment, its settings, the output and the cluster."""
    parser.add_argument("experiment", metavar="PRESET_OR_FILE.json")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="training.epochs=50",
        help="change a setting; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object when all is over")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="train on the Dask cluster at this address")


def experiment_of(name: str, overrides: Sequence[str]) -> Experiment:
    """Returns the experiment of a preset or a file, with `overrides` applied.

    Raises:
        ExperimentError: there is no such preset or file, or the experiment is wrong.
    """
    preset = presets().get(name)
    if preset is not None:
        return parse(preset.model_dump_json(), overrides) if overrides else from_content(preset.model_dump())
    return parse(text_of(name), overrides)


def text_of(name: str) -> str:
    """Returns a preset or a file as the text of an experiment file.

    Raises:
        ExperimentError: there is no such preset or file.
    """
    preset = presets().get(name)
    if preset is not None:
        return preset.model_dump_json()
    try:
        return Path(name).read_text("utf-8")
    except UnicodeDecodeError:
        raise ExperimentError(Problem(name, "this file holds something else than text.")) from None
    except (OSError, ValueError) as error:
        known = ", ".join(presets())
        why = error.strerror if isinstance(error, OSError) else "no such name"
        raise ExperimentError(
            Problem(name, f"there is no such preset, and no file to read ({why}). Presets: {known}.")
        ) from None
