"""Training from a terminal: in this process or on a cluster, with a progress bar where there is a terminal."""

import sys
import threading
from typing import Any

from playground.experiment import Experiment
from playground.runs.run import Run
from playground.training.events import Event


class Console:
    """Shows a run on standard error while it goes on: a bar on a terminal, nothing elsewhere."""

    def __init__(self, run: Run, *, quiet: bool) -> None:
        self._run = run
        self._quiet = quiet or not sys.stderr.isatty()
        self._over = threading.Event()

    def hear(self, events: list[Event]) -> None:
        """Takes the run's next events."""
        self._run.hear(events)
        if not self._quiet:
            self._draw()
        if self._run.over:
            self._over.set()

    def wait(self) -> None:
        """Returns once the run is over."""
        # In slices, so that Ctrl-C gets through while waiting.
        while not self._over.wait(0.5):
            pass
        if not self._quiet:
            print(file=sys.stderr)

    def _draw(self) -> None:
        run = self._run
        planned = run.experiment.training.epochs
        done = max(run.epoch, 0)
        bar = ("█" * round(24 * done / planned)).ljust(24, "░")
        values = "  ".join(
            f"{name} {run.curves[name][-1]:.4g}" for name in ("loss", "val_loss") if run.curves.get(name)
        )
        print(f"\r{bar} epoch {done:,} / {planned:,}  {values}   ", end="", file=sys.stderr, flush=True)


def train(experiment: Experiment, *, scheduler: str | None = None, quiet: bool = False) -> Run:
    """Trains to the end, in this process or on the cluster at an address; returns the run.

    Ctrl-C stops the run and keeps what it has.
    """
    run = Run("console", "console", experiment)
    console = Console(run, quiet=quiet)
    if scheduler is None:
        _here(experiment, console)
    else:
        _on_cluster(experiment, console, scheduler)
    return run


def _here(experiment: Experiment, console: Console) -> None:
    from playground.training import job
    from playground.training.control import Control

    control = Control()
    # In a thread of its own: Python hands Ctrl-C to the main thread, which would not look while an epoch runs.
    thread = threading.Thread(target=job.train, args=(experiment, console.hear, control))
    thread.start()
    try:
        console.wait()
    except KeyboardInterrupt:
        control.stop()
        console.wait()
    thread.join()


def _on_cluster(experiment: Experiment, console: Console, scheduler: str) -> None:
    import secrets

    from playground.engine.client import Engine

    name = secrets.token_hex(16)
    engine = Engine(scheduler)
    try:
        engine.submit(name, experiment, console.hear)
        try:
            console.wait()
        except KeyboardInterrupt:
            engine.ask(name, "stop")
            console.wait()
    finally:
        engine.close()


def summary(run: Run) -> dict[str, Any]:
    """What `train --json` prints: status, epochs, history, best, parameters, seconds.

    The history has one value an epoch, as Keras': the untrained network (epoch 0) is left out. A value that is not
    finite is null.
    """
    return {
        "status": run.state,
        "reason": run.reason,
        "epochs": max(run.epoch, 0),
        "history": {name: [_finite(value) for value in values[1:]] for name, values in run.curves.items()},
        "best": best_of(run),
        "parameters": run.parameters,
        "seconds": run.seconds,
    }


def best_of(run: Run) -> dict[str, Any] | None:
    """The best epoch, its value and of what; a value that is not finite is null."""
    return None if run.best is None else {**run.best, "value": _finite(run.best["value"])}


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None
