"""How soon a wish reaches a run, and how soon a worker's death is noticed: `python -m benchmarks.control`.

For each preset a run is stopped during training several times; then workers are killed during their runs.
"""

import argparse
import queue
import secrets
import statistics
import time
from collections.abc import Callable
from typing import TypeVar

import psutil

from playground.engine.client import Engine
from playground.experiment import Complete, Experiment
from playground.experiment.presets import presets
from playground.messages.events import Ended, Epochs, Event, Started
from playground.messages.jobs import Train
from playground.messages.wishes import Stop
from playground.plan import plan

PRESETS = ("single-neuron", "ionosphere", "red-wine-baseline", "red-wine-dropout-batchnorm")
PATIENCE = 120.0  # seconds until the benchmark gives up

E = TypeVar("E", bound=Event)


class Heard:
    """The events of one run, each with the time when it came."""

    def __init__(self, engine: Engine, experiment: Complete) -> None:
        self.run_id = secrets.token_hex(16)
        self._queue: queue.Queue[tuple[float, Event]] = queue.Queue()
        engine.submit(Train(self.run_id, experiment), self._hear)

    def _hear(self, events: list[Event]) -> None:
        for event in events:
            self._queue.put((time.perf_counter(), event))

    def until(self, kind: type[E], wanted: Callable[[E], bool] = lambda _: True) -> tuple[float, E]:
        """The next event of a kind, and when it came."""
        while True:
            at, event = self._queue.get(timeout=PATIENCE)
            if isinstance(event, kind) and wanted(event):
                return at, event


def endless(experiment: Experiment) -> Complete:
    """The same experiment, which does not end by itself."""
    training = experiment.training.model_copy(update={"epochs": 10_000, "early_stopping": None})
    return plan(experiment.model_copy(update={"training": training})).experiment


def trained(event: Epochs) -> bool:
    """The number of epochs without the untrained one."""
    return event.first + len(event.seconds) > 1


def stop(engine: Engine, experiment: Experiment) -> float:
    """Seconds from the wish to the run's end."""
    run = Heard(engine, endless(experiment))
    run.until(Epochs, trained)
    asked = time.perf_counter()
    engine.ask(run.run_id, Stop())
    return run.until(Ended)[0] - asked


def die(engine: Engine, experiment: Experiment) -> float:
    """Seconds from a worker's death to the run's end."""
    run = Heard(engine, endless(experiment))
    worker_address = run.until(Started)[1].worker
    assert worker_address is not None
    port = int(worker_address.rsplit(":", 1)[1])
    run.until(Epochs, trained)
    (worker,) = (
        process
        for process in psutil.Process().children(recursive=True)
        if any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in process.net_connections())
    )
    killed = time.perf_counter()
    worker.kill()
    at, end = run.until(Ended)
    assert end.status == "failed", end
    return at - killed


def row(name: str, seconds: list[float]) -> str:
    """One line of the table, in milliseconds."""
    return f"{name:40} {statistics.median(seconds) * 1000:10.0f} {max(seconds) * 1000:10.0f}"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    engine = Engine()
    engine.start()
    print(f"{'milliseconds':40} {'median':>10} {'most':>10}")
    for name in PRESETS:
        print(row(f"stop {name}", [stop(engine, presets()[name]) for _ in range(times)]), flush=True)
    deaths = [die(engine, presets()["red-wine-baseline"]) for _ in range(min(times, 3))]
    print(row("a worker killed", deaths))
    engine.close()


if __name__ == "__main__":
    main()
