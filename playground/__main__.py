"""The command line: `python -m playground COMMAND`; each command is a file in `playground/commands`."""

import signal

if __name__ == "__main__":
    # Ctrl+C while modules load ends the process without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import os
import sys
from collections.abc import Sequence

from playground.commands import (
    backup,
    compare,
    diagnose,
    export,
    judge,
    lesson,
    names,
    predict,
    read,
    runs,
    serve,
    sweep,
    tidy,
    train,
)
from playground.errors import ExperimentError
from playground.runs import RunsError
from playground.store import StoreError

FAILED = 1
REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code: 0 done, 1 a run or the store failed, 2 the request was refused."""
    command = _parser().parse_args(arguments)
    try:
        return int(command.run(command))
    except (ExperimentError, RunsError) as error:
        print(error, file=sys.stderr)
        return REFUSED
    except StoreError as error:
        print(f"{error} ({error.detail})" if error.detail else error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of the output (head, a pager) has ended; os.devnull takes what is still buffered.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m playground", description="Train neural networks on real data."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (
        *(serve, names, read, train, sweep, runs, compare),
        *(diagnose, judge, export, predict, lesson, tidy, backup),
    ):
        command.add(commands)
    return parser


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
