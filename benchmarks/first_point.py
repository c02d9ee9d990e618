"""From pressing Train to the first point and to the tenth epoch, on a warm worker: `python -m benchmarks.first_point`.

Every network is submitted twice to a real engine: new to the worker, then again with another seed and learning rate.

With `--cold` it measures presets on workers that have loaded TensorFlow and traced nothing: the first picture, the
first epoch, and the first one in XLA, which the second start of a server finds among what the first one kept.
"""

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playground.engine.client import Engine
from playground.engine.compiled import SETTING
from playground.engine.worker import WARM_UP
from playground.experiment import Complete, Experiment
from playground.experiment.presets import presets
from playground.ids import new_id
from playground.messages.events import Event
from playground.messages.jobs import Look, Train
from playground.plan import plan

EPOCHS_BEFORE = 20  # the value in `playground.training.xla`, which loads TensorFlow

HERE = Path(__file__).parent
# seconds: (new, repeated)
NEEDED = {"first point": (0.3, 0.1), "tenth epoch": (1.5, 0.15)}


def experiments(units: int, number: int) -> tuple[Complete, Complete]:
    """A network that no worker has traced, and the same with another seed and learning rate."""
    # one more unit in the last layer makes another architecture of the same size
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


COLD = {"first picture": 1.5, "first epoch": 1.5, "first epoch in XLA": 4.0}  # seconds


def cold(name: str, kept: Path) -> dict[str, float]:
    """Seconds from submitting a preset to its first results, on a worker that has only loaded TensorFlow."""
    os.environ |= {WARM_UP: "0", SETTING: str(kept)}
    experiment = plan(presets()[name]).experiment
    engine, over = Engine(workers=1), threading.Event()
    engine.start()
    found: dict[str, float] = {}
    try:
        tiny = plan(Experiment.model_validate({"data": {"dataset": "iris"}})).experiment
        engine.beside(Look(new_id(), tiny), small=True).result(120)
        run, begin = Train(uuid.uuid4().hex, experiment), time.perf_counter()

        def hear(events: list[Event]) -> None:
            now = time.perf_counter() - begin
            for event in events:
                if event.kind == "picture":
                    found.setdefault("first picture", now)
                elif event.kind == "epochs" and event.first + len(event.seconds) > 1:
                    found.setdefault("first epoch", now)
                    if event.first + len(event.seconds) > EPOCHS_BEFORE + 1:
                        found.setdefault("first epoch in XLA", now)
                        over.set()

        engine.submit(run, hear)
        if not over.wait(120):
            raise SystemExit("A run has not come far after two minutes.")
        return found
    finally:
        engine.close()


def print_cold() -> None:
    """Prints a table of the presets, for the first start of a server and the second."""
    print("| preset | start | seconds to | measured | needed |")
    print("| --- | --- | --- | ---: | ---: |")
    for name in ("spiral", "red-wine-early-stopping", "concrete-rescued"):
        with tempfile.TemporaryDirectory() as folder:
            for start in ("first", "second"):
                for what, seconds in cold(name, Path(folder)).items():
                    print(f"| {name} | {start} | {what} | {seconds:.2f} | {COLD[what]:g} |", flush=True)


def measure(engine: Engine, units: int, repeats: int) -> Iterator[dict[str, Any]]:
    """Medians over several networks of about the same size."""
    runs: dict[str, list[dict[str, float]]] = {"new": [], "repeated": []}
    for number in range(repeats):
        new, repeated = experiments(units, number)
        runs["new"].append(times(engine, new))
        runs["repeated"].append(times(engine, repeated))
    for index, (kind, measured) in enumerate(runs.items()):
        for what, needed in NEEDED.items():
            seconds = statistics.median(run[what] for run in measured)
            yield {
                "network": f"{units}-{units}-{units}",
                "kind": kind,
                "what": what,
                "seconds": seconds,
                "needed": needed[index],
            }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="seconds to the first point")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--output", type=Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument("--cold", action="store_true", help="presets on workers that have traced nothing")
    arguments = parser.parse_args()
    if arguments.cold:
        print_cold()
        return
    engine = Engine(workers=1)
    results = []
    try:
        times(engine, experiments(3, 0)[0])  # starts the engine and warms its worker
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
