"""From Train to the first point and to the end, for every experiment of the lessons: `python -m benchmarks.lessons`.

Each one goes twice to a worker that has loaded TensorFlow: new to it, then again with another seed. Exits with 1 if
one takes longer than a reader should wait.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from playground.engine.client import Engine
from playground.engine.compiled import SETTING
from playground.engine.worker import WARM_UP
from playground.experiment import Complete, Experiment
from playground.lessons.catalogue import BUNDLED
from playground.lessons.reading import read_lesson
from playground.messages.events import Event
from playground.messages.jobs import Train
from playground.plan import Plan, plan
from playground.studies.seeds import with_seeds

FIRST_POINT, END = 0.5, 10.0  # the most seconds that a reader waits
LARGE, END_OF_LARGE = 1_000_000, 20.0  # with more parameters the end may come later
PATIENCE = 300.0  # seconds until the benchmark gives up


class Seconds(NamedTuple):
    """Seconds from the submission of a run to its events."""

    first_point: float
    end: float


def experiments(names: Sequence[str]) -> Iterator[tuple[str, str, Plan]]:
    """Lesson, name and plan of each experiment in the lessons whose names begin with one of `names` (empty: all)."""
    for folder in sorted(BUNDLED.iterdir()):
        if not names or folder.name.startswith(tuple(names)):
            for name, planned in read_lesson(folder).plans().items():
                yield folder.name, name, planned


def times(engine: Engine, experiment: Complete) -> Seconds:
    """Trains an experiment to its end."""
    first: list[float] = []
    over = threading.Event()
    begin = time.perf_counter()

    def hear(events: list[Event]) -> None:
        for event in events:
            if event.kind == "epochs" and not first:
                first.append(time.perf_counter() - begin)
            elif event.kind == "ended":
                over.set()

    engine.submit(Train(uuid.uuid4().hex, experiment), hear)
    if not over.wait(PATIENCE):
        raise SystemExit(f"A run has not ended after {PATIENCE:g} seconds.")
    return Seconds(first[0] if first else float("inf"), time.perf_counter() - begin)


def measure(engine: Engine, names: Sequence[str]) -> bool:
    """Prints a row for each experiment; returns whether all were in time."""
    print("| lesson | experiment | parameters | first point, s: new, again | end, s: new, again |")
    print("| --- | --- | ---: | ---: | ---: |")
    in_time = True
    for lesson, name, planned in experiments(names):
        new, again = (times(engine, experiment) for experiment in with_seeds(planned.experiment, 2))
        allowed = Seconds(FIRST_POINT, END if planned.parameters < LARGE else END_OF_LARGE)
        late = [
            what
            for what in Seconds._fields
            if max(getattr(new, what), getattr(again, what)) > getattr(allowed, what)
        ]
        in_time = in_time and not late
        print(
            f"| {lesson} | {name} | {planned.parameters:,} | {new.first_point:.2f}, {again.first_point:.2f} "
            f"| {new.end:.1f}, {again.end:.1f} |{' late' if late else ''}",
            flush=True,
        )
    return in_time


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="seconds of the lessons' experiments")
    parser.add_argument(
        "names", nargs="*", metavar="LESSON", help="how its name begins: 1, 2-deep; all without one"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {WARM_UP: "0", SETTING: folder}  # without compiled code from before
        engine = Engine(workers=1)
        try:
            times(engine, plan(Experiment.model_validate({"data": {"dataset": "iris"}})).experiment)
            in_time = measure(engine, asked.names)
        finally:
            engine.close()
    sys.exit(0 if in_time else 1)


if __name__ == "__main__":
    main()
