"""From pressing Train to the first point and to the tenth epoch, on a warm worker: `python -m benchmarks.first_point`.

Every network is submitted twice to a real engine: new to the worker, then again with another seed and learning rate.
"""

import argparse
import json
import statistics
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playground.engine.client import Engine
from playground.experiment import Complete, Experiment
from playground.messages.events import Event
from playground.messages.jobs import Train
from playground.plan import plan

HERE = Path(__file__).parent
# seconds: (new, repeated)
NEEDED = {"first point": (0.3, 0.1), "tenth epoch": (1.5, 0.15)}


def experiments(units: int, number: int) -> tuple[Complete, Complete]:
    """A network that no worker has seen, and the same with another seed and learning rate."""
    # a unit more in the last layer makes another architecture of the same size
    sizes = (units, units, units + number)

    def experiment(seed: int, learning_rate: float) -> Complete:
        asked = Experiment.model_validate(
            {
                "data": {"dataset": "red-wine"},
                "network": {"layers": [{"type": "dense", "units": size} for size in sizes]},
                "training": {
                    "epochs": 10,
                    "batch_size": 256,
                    "seed": seed,
                    "optimizer": {"learning_rate": learning_rate},
                },
            }
        )
        return plan(asked).experiment

    return experiment(0, 0.001), experiment(1, 0.0005)


def times(engine: Engine, experiment: Complete) -> dict[str, float]:
    """Seconds from submit to the first point and to the tenth epoch."""
    found: dict[str, float] = {}
    over = threading.Event()
    begin = time.perf_counter()

    def hear(events: list[Event]) -> None:
        now = time.perf_counter() - begin
        for event in events:
            if event.kind == "epochs":
                found.setdefault("first point", now)
                if event.first + len(event.seconds) > 10:
                    found.setdefault("tenth epoch", now)
            elif event.kind == "ended":
                over.set()

    engine.submit(Train(uuid.uuid4().hex, experiment), hear)
    if not over.wait(120):
        raise SystemExit("A run has not ended after two minutes.")
    return found


def measure(engine: Engine, units: int, repeats: int) -> Iterator[dict[str, Any]]:
    """Medians over several networks of about the same size."""
    runs: dict[str, list[dict[str, float]]] = {"new": [], "repeated": []}
    for number in range(repeats):
        new, repeated = experiments(units, number)
        runs["new"].append(times(engine, new))
        runs["repeated"].append(times(engine, repeated))
    for place, (kind, measured) in enumerate(runs.items()):
        for what, needed in NEEDED.items():
            seconds = statistics.median(run[what] for run in measured)
            yield {
                "network": f"{units}-{units}-{units}",
                "kind": kind,
                "what": what,
                "seconds": seconds,
                "needed": needed[place],
            }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="seconds to the first point")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--output", type=Path, default=HERE / "results", metavar="FOLDER")
    arguments = parser.parse_args()
    engine = Engine(workers=1)
    results = []
    try:
        times(engine, experiments(3, 0)[0])  # the engine is up and its worker warm
        print("| network | to the worker | seconds to | measured | needed |")
        print("| --- | --- | --- | ---: | ---: |")
        for units in (16, 512):
            for result in measure(engine, units, arguments.repeats):
                results.append(result)
                print(
                    f"| {result['network']} | {result['kind']} | {result['what']} "
                    f"| {result['seconds']:.3f} | {result['needed']:g} |",
                    flush=True,
                )
    finally:
        engine.close()
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "first_point.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
