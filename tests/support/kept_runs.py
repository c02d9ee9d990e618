"""Runs in a real store, on an engine that says what a test says."""

from pathlib import Path
from typing import Any

from playground.experiment import Experiment
from playground.persons import person_of
from playground.plan import plan
from playground.presets import presets
from playground.runs import Run, Runs
from playground.runs.luck import with_seeds
from playground.store import Files, Store
from tests.support.silent_engine import SilentEngine

NUMBER = "5ca1ab1e" * 4  # in the cookie of the browser


def _id(number: str) -> str:
    person = person_of(number)
    assert person is not None
    return person.id


ME = _id(NUMBER)


class Engine(SilentEngine):
    """Lets the test say what a worker would say."""

    def train(self, run: Run, *values: float) -> None:
        """A run from its first event to its last, with these values of val_loss from epoch 0 on."""
        hear, epochs = self.hears[run.id], list(values)
        hear([{"kind": "started"}])
        hear([{"kind": "began", "parameters": 9, "train_rows": 100, "validation_rows": 50}])
        logs = {"loss": [value / 2 for value in epochs], "val_loss": epochs}
        hear([{"kind": "epochs", "first": 0, "logs": logs, "seconds": [n * 0.1 for n in range(len(epochs))]}])
        hear([{"kind": "ended", "status": "finished", "reason": "", "seconds": 1.5}])


class Kept:
    """Runs in a real store, on an engine that says what the test says."""

    def __init__(self, folder: Path) -> None:
        self.engine = Engine()
        self.store = Store(f"sqlite:///{folder / 'playground.db'}")
        self.runs = Runs(self.engine, self.store, Files(str(folder / "files")))

    def run(self, *values: float, owner: str = ME, **training: Any) -> Run:
        """A run that has ended with these values."""
        run = self.runs.start(experiment(**training), owner)
        self.engine.train(run, *values)
        assert run.wait(20)
        return run

    def luck(self, *bests: float, **training: Any) -> str:
        """The id of a group of seeds that have ended, each with a best value."""
        experiments = with_seeds(experiment(**training), len(bests))
        group = self.runs.start_group(
            experiments, ME, "luck", [f"seed {number}" for number in range(len(bests))], {"of": None}
        )
        for run, best in zip(group.runs, bests, strict=True):
            self.engine.train(run, 1.0, best)
            assert run.wait(20)
        return group.id


def experiment(**training: Any) -> Experiment:
    content = next(iter(presets().values())).model_dump()
    content["training"].update(training)
    return plan(Experiment.model_validate(content)).experiment
