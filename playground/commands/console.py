"""Training from a terminal: in this process or on a cluster, with a progress bar where there is a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playground.engine.client import Engine
from playground.engine.in_process import InProcess
from playground.experiment import Complete
from playground.messages.wishes import Stop
from playground.persons import CONSOLE
from playground.runs import Run, Runs, RunsError
from playground.store import Files, Store
from playground.store.settings import database_url, files_url


@contextmanager
def runs_on(engine: Engine | InProcess) -> Iterator[Runs]:
    """Yields the runs of `engine`, stored in the database of the pages; closes both at the end of the block.

    Standard error says so when the runs cannot be stored.
    """
    runs = Runs(engine, Store(database_url()), Files(files_url()), adopts=False)
    try:
        yield runs
    finally:
        engine.close()
        runs.close()
        if runs.trouble:
            print(runs.trouble, file=sys.stderr)


def train(
    experiment: Complete,
    *,
    scheduler: str | None = None,
    quiet: bool = False,
    table: tuple[bytes, str] | None = None,
) -> Run:
    """Trains to the end and returns the stored run.

       Args:
           experiment: what to train.
           scheduler: the address of a Dask cluster; None trains in this process.
           quiet: whether to draw no progress.
           table: the content and the file name of the own table that the experiment names; it is stored too.

       Ctrl-C stops
    the run and keeps what it has.
    """
    with runs_on(InProcess() if scheduler is None else Engine(scheduler)) as runs:
        if table is not None:
            _keep(runs, *table)
        run = runs.start(experiment, CONSOLE)
        quiet = quiet or not sys.stderr.isatty()
        try:
            _watch(run, quiet)
        except KeyboardInterrupt:
            runs.steering.ask(run, Stop(), CONSOLE)
            _watch(run, quiet)
        if not quiet:
            print(file=sys.stderr)
    return run


def _keep(runs: Runs, content: bytes, title: str) -> None:
    """Stores a table. If that fails, standard error says why and the run uses the table in memory."""
    try:
        runs.own_tables.keep(content, title, CONSOLE)
    except RunsError as error:
        print(error, file=sys.stderr)


def _watch(run: Run, quiet: bool) -> None:
    """Waits until the run is over and draws its progress."""
    # A short wait at a time lets Ctrl-C through.
    while not run.wait(0.1):
        if not quiet:
            _draw(run)
    if not quiet:
        _draw(run)


def _draw(run: Run) -> None:
    planned = run.experiment.training.epochs
    done = max(run.epoch, 0)
    bar = ("█" * round(24 * done / planned)).ljust(24, "░")
    values = "  ".join(
        f"{name} {run.curves[name][-1]:.4g}" for name in ("loss", "val_loss") if run.curves.get(name)
    )
    print(f"\r{bar} epoch {done:,} / {planned:,}  {values}   ", end="", file=sys.stderr, flush=True)
