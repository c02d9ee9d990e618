"""The time of judging and asking on a warm worker: `python -m benchmarks.judge [--rows 100000] [--rounds 5]`.

A network of 64-64 is trained for one epoch on an own table of two classes, by an engine with one worker that has
loaded TensorFlow and keeps the table, as after a run. It prints medians of rounds, in seconds, as the page's process
sees them, without Streamlit and the browser:

    judge        from the question to all figures of the validation rows: the network's and the baselines' answers,
                 measures, the confusion matrix, ROC, precision-recall and calibration; nothing is kept from before
    threshold    the same figures at another threshold, with known answers
    ask          the answer to a row, and 101 along one of its features
    explain      what each column adds to the answer to a row
    importance   of 30 columns on 10,000 validation rows, five shuffles each, and how often it told how far it is
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas

from playground.engine.client import Engine
from playground.evaluation import curves
from playground.evaluation.form import form_of
from playground.evaluation.judgement import Judgement
from playground.experiment.parse import from_content
from playground.persons import new_number, person_of
from playground.plan import plan
from playground.runs import Run, Runs, RunsError
from playground.runs import judging as judgements
from playground.store import Files, Store

NEEDED = {"judge": 0.4, "threshold": 0.1, "ask": 0.2, "importance": 5.0}  # seconds
PATIENCE = 300.0  # seconds


def table(rows: int, columns: int) -> bytes:
    """A CSV file of numbers and two classes with a curved, noisy boundary."""
    chance = np.random.default_rng(0)
    numbers = chance.normal(size=(rows, columns)).round(3)
    border = numbers[:, 0] * numbers[:, 1] + numbers[:, 2] + chance.normal(scale=0.5, size=rows)
    frame = pandas.DataFrame(numbers, columns=[f"column {index}" for index in range(columns)])
    frame["class"] = np.where(border > 0, "yes", "no")
    content: str = frame.to_csv(index=False)
    return content.encode()


def trained(runs: Runs, rows: int, columns: int, fraction: float) -> Run:
    """A run of one epoch whose weights are stored."""
    person = person_of(new_number())
    assert person is not None
    digest = runs.own_tables.keep(table(rows, columns), "table.csv", person)
    layers = [{"type": "dense", "units": 64}] * 2
    content = {
        "data": {"dataset": f"upload:{digest}", "target": "class", "train_fraction": fraction},
        "network": {"layers": layers},
        "training": {"epochs": 1, "batch_size": 256},
    }
    run = runs.start(plan(from_content(content)).experiment, person)
    assert run.wait(PATIENCE), "the run has not ended"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            assert runs.judging.judge(run, PATIENCE) is not None
        except RunsError:  # until the weights are stored
            threading.Event().wait(0.2)
        else:
            return run
    raise SystemExit("The run's weights were not kept.")


def figures(found: Judgement, threshold: float) -> None:
    """All figures that the dialog shows of the validation rows."""
    answers = found.network["validation"]
    found.measures(answers, threshold)
    for parts in found.baselines.values():
        found.baseline_measures(parts["validation"])
    found.confusion("validation", threshold)
    for curve in (curves.roc, curves.precision_recall, curves.calibration):
        curve(answers)


def median(rounds: int, action: Callable[[], None]) -> float:
    """Seconds."""
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def measure(runs: Runs, rows: int, rounds: int) -> dict[str, float]:
    """Seconds by what was measured."""
    run = trained(runs, rows, 10, 0.7)

    def judge() -> None:
        judgements.forget()
        found = runs.judging.judge(run, PATIENCE)
        assert found is not None
        assert found.sentence
        figures(found, 0.5)

    found = runs.judging.judge(run, PATIENCE)
    assert found is not None
    form = form_of(plan(run.experiment))
    row = form.usual
    asked = [row, *({**row, "column 0": value} for value in form.features["column 0"].along(row["column 0"]))]

    def ask() -> None:
        runs.asking.outputs(run, form.inputs(asked), PATIENCE)

    def explain() -> None:
        runs.asking.explain(run, form.inputs([row])[0], PATIENCE)

    seconds = {
        "judge": median(rounds, judge),
        "threshold": median(rounds, lambda: figures(found, 0.3)),
        "ask": median(rounds, ask),
        "explain": median(rounds, explain),
    }
    wide = trained(runs, 20_000, 30, 0.5)
    told: list[float] = []
    seconds["importance"] = median(1, lambda: _importance(runs, wide, told))
    print(f"importance told {len(told)} times how far it is")
    return seconds


def _importance(runs: Runs, run: Run, told: list[float]) -> None:
    found = runs.asking.importance(run, PATIENCE, told.append)
    assert (len(found.columns), found.rows) == (30, 10_000)


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        files = Files(str(Path(name, "files")))
        engine = Engine(workers=1, files=files)
        runs = Runs(engine, Store(f"sqlite:///{Path(name, 'playground.db')}"), files)
        runs.wait_for_store()
        engine.start()
        try:
            seconds = measure(runs, asked.rows, asked.rounds)
        finally:
            engine.close()
            runs.close()
    for what, value in seconds.items():
        needed = NEEDED.get(what)
        print(f"{what:10} {value:7.3f} s" + ("" if needed is None else f"   needed {needed:g} s"))


if __name__ == "__main__":
    main()
