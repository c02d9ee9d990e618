"""The command line: `python -m playground datasets | presets | train PRESET_OR_FILE.json`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.errors import ExperimentError, Problem
from playground.experiment import Experiment
from playground.parse import from_content, parse
from playground.plan import plan
from playground.presets import presets

if TYPE_CHECKING:
    from playground.runs.run import Run

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code: 0 done, 1 the run failed, 2 the request was refused."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except ExperimentError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output (head, a pager) has gone; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m playground", description="Train neural networks on real data."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    datasets = commands.add_parser("datasets", help="the names of the data sets, one a line")
    datasets.set_defaults(run=_datasets)
    commands.add_parser("presets", help="the names of the presets, one a line").set_defaults(run=_presets)
    train = commands.add_parser("train", help="train a preset, or the experiment in a file")
    train.add_argument("experiment", metavar="PRESET_OR_FILE.json")
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="training.epochs=50",
        help="change a setting; may be repeated",
    )
    train.add_argument("--json", action="store_true", help="print one JSON object when the run is over")
    train.add_argument("--scheduler", metavar="ADDRESS", help="train on the Dask cluster at this address")
    train.set_defaults(run=_train)
    return parser


def _datasets(_: argparse.Namespace) -> int:
    from playground.datasets import names

    print("\n".join(names()))
    return 0


def _presets(_: argparse.Namespace) -> int:
    print("\n".join(presets()))
    return 0


def _train(asked: argparse.Namespace) -> int:
    from playground import console

    planned = plan(_experiment(asked.experiment, asked.set))
    run = console.train(planned.experiment, scheduler=asked.scheduler, quiet=asked.json)
    if asked.json:
        print(json.dumps(console.summary(run), allow_nan=False))
    else:
        print(_in_words(run))
    return 1 if run.state == "failed" else 0


def _in_words(run: "Run") -> str:
    words = f"{run.state.replace('_', ' ')} after {max(run.epoch, 0):,} epochs and {run.seconds:.1f} s"
    if run.best:
        words += f", best {run.best['monitor']} {run.best['value']:.4g} at epoch {run.best['epoch']:,}"
    return f"{words}. {run.reason}".rstrip()


def _experiment(name: str, overrides: Sequence[str]) -> Experiment:
    preset = presets().get(name)
    if preset is not None:
        return parse(preset.model_dump_json(), overrides) if overrides else from_content(preset.model_dump())
    try:
        text = Path(name).read_text("utf-8")
    except UnicodeDecodeError:
        raise ExperimentError(Problem(name, "this file holds something else than text.")) from None
    except OSError as error:
        known = ", ".join(presets())
        raise ExperimentError(
            Problem(
                name, f"there is no such preset, and no file to read ({error.strerror}). Presets: {known}."
            )
        ) from None
    return parse(text, overrides)


if __name__ == "__main__":
    sys.exit(main())
