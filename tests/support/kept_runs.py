"""Runs in a real store, with an engine whose events a test makes up."""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from playground.experiment import Complete, Experiment
from playground.experiment.presets import presets
from playground.messages.events import Began, Ended, Epochs, Started
from playground.persons import Person, person_of
from playground.plan import plan
from playground.runs import Run, Runs
from playground.runs.group import Group
from playground.store import Files, Store
from playground.studies.seeds import with_seeds
from playground.studies.sweep import SweptSetting, cells, settings_of
from tests.support.installation import settings
from tests.support.silent_engine import SilentEngine
from tests.support.waiting import SECONDS

NUMBER = "5ca1ab1e" * 4  # in the browser's cookie
PRESET = "red-wine-early-stopping"


def owner_of(number: str) -> Person:
    """The person with this number in the browser's cookie."""
    person = person_of(number)
    assert person is not None
    return person


ME = owner_of(NUMBER)


class Engine(SilentEngine):
    """An engine whose workers' events the test makes up."""

    def train(self, run: Run, *values: float) -> None:
        """Sends all events of a run, with these values of val_loss from epoch 0 on."""
        hear, epochs = self.hears[run.id], list(values)
        hear([Started()])
        hear([Began(parameters=9, train_rows=100, validation_rows=50)])
        logs = {"loss": [value / 2 for value in epochs], "val_loss": epochs}
        hear([Epochs(first=0, logs=logs, seconds=[n * 0.1 for n in range(len(epochs))])])
        hear([Ended(status="finished", reason="", seconds=1.5)])
        _await_end(run)

    def end(self, run: Run, status: str = "finished") -> None:
        """Ends the run."""
        super().end(run, status)
        _await_end(run)


def _await_end(run: Run) -> None:
    # A thread of the store writes events before the run gets them.
    assert run.wait(SECONDS), f"run {run.id} is {run.state}"


class Kept:
    """Runs in a real store, with an engine whose events the test makes up.

    Args:
        folder: the folder of database and files; without one, those that the environment names.
        owner: the owner of the runs.
    """

    def __init__(self, folder: Path | None = None, owner: Person = ME) -> None:
        self.owner = owner
        self.engine = Engine()
        environment = os.environ if folder is None else settings(folder)
        self.store = Store(environment["DATABASE_URL"])
        self.runs = Runs(self.engine, self.store, Files(environment["PLAYGROUND_FILES"]))

    def run(self, *values: float, owner: Person | None = None, preset: str = PRESET, **training: Any) -> Run:
        """A finished run with these values."""
        run = self.runs.start(experiment(preset, **training), owner or self.owner)
        self.engine.train(run, *values)
        return run

    def seeds(self, *bests: float, preset: str = PRESET, **training: Any) -> str:
        """The id of a finished seeds study, each run with a best value."""
        experiments = with_seeds(experiment(preset, **training), len(bests))
        labels = [f"seed {number}" for number in range(len(bests))]
        return self._train(
            self.runs.groups.start(experiments, self.owner, "seeds", labels, {"of": None}), bests
        )

    def sweep(self, overs: Sequence[SweptSetting], bests: Sequence[float], preset: str = PRESET) -> str:
        """The id of a finished sweep, each run with a best value."""
        found = cells(experiment(preset), overs)
        group = self.runs.groups.start(
            [cell.experiment for cell in found],
            self.owner,
            "sweep",
            [cell.label for cell in found],
            settings_of(overs),
        )
        return self._train(group, bests)

    def close(self) -> None:
        """Writes everything, so that other servers on the same store see it too."""
        self.runs.close()

    def _train(self, group: Group, bests: Sequence[float]) -> str:
        for run, best in zip(group.runs, bests, strict=True):
            self.engine.train(run, 1.0, best)
        return group.id


def experiment(preset: str = PRESET, **training: Any) -> Complete:
    """The experiment of a preset with some settings of its training changed."""
    content = presets()[preset].model_dump()
    content["training"].update(training)
    return plan(Experiment.model_validate(content)).experiment


# Puts runs of a person into the store of the visited server.
Seed = Callable[[str], AbstractContextManager[Kept]]
