"""What commands that train are asked for: a preset or a file, with settings changed, and where to train it."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from playground.errors import ExperimentError, Problem
from playground.experiment import Experiment
from playground.experiment.parse import from_content, parse
from playground.experiment.presets import presets


def add_experiment(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments that say what to train, and on which machines."""
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
    """The experiment of a preset, or of a file, with settings changed.

    Raises:
        ExperimentError: when there is neither, or it is wrong.
    """
    preset = presets().get(name)
    if preset is not None:
        return parse(preset.model_dump_json(), overrides) if overrides else from_content(preset.model_dump())
    return parse(text_of(name), overrides)


def text_of(name: str) -> str:
    """The text of a preset, or of a file, as an experiment file has it.

    Raises:
        ExperimentError: when there is neither.
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
