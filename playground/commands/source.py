"""The source of an export or a judgement: a stored run, or the experiment of a preset or a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.commands.request import experiment_of
from playground.commands.stored import SHOWN, open_store, whole_id
from playground.errors import ExperimentError, Problem
from playground.experiment.presets import presets
from playground.messages.checkpoint import from_npz
from playground.plan import Plan, plan
from playground.store import Files
from playground.store.settings import files_url

if TYPE_CHECKING:
    from playground.evaluation.judgement import Judgement
    from playground.runs.run import Run


@dataclass(frozen=True)
class Source:
    """An experiment on its data, and the run if the command names one."""

    planned: Plan
    run: "Run | None" = None


def source_of(name: str, overrides: Sequence[str]) -> Source:
    """Returns the source called `name`: a preset, else a file, else a run whose id begins with it.

    Raises:
        ExperimentError: there is none, or its experiment is wrong.
        StoreError: the runs cannot be read.
    """
    if name in presets() or Path(name).exists():
        return Source(plan(experiment_of(name, overrides)))
    run = _run(name)
    if overrides:
        raise ExperimentError(Problem(name, "a run's settings are what they are; --set changes a file's."))
    return Source(plan(run.experiment), run)


def train_or_load(source: Source) -> "Run":
    """Returns the run of the source. An experiment without a run is trained in this process and stored."""
    if source.run is not None:
        return source.run
    from playground.commands import console

    return console.train(source.planned.experiment)


def weights_of(run: "Run") -> list[NDArray[Any]]:
    """The final weights of a run, in the order of Keras' `get_weights`.

    Raises:
        ExperimentError: the run has no stored weights.
        StoreError: they cannot be read.
    """
    with open_store() as store:
        row = store.run(run.id)
    if row is None or row["weights"] is None:
        raise ExperimentError(Problem(run.id[:SHOWN], "no weights are kept of this run."))
    return from_npz(Files(files_url()).get(row["weights"]))


def judgement_of(source: Source, run: "Run", weights: Sequence[NDArray[Any]]) -> "Judgement":
    """The judgement of a network by its predictions in this process, with the test rows if they were opened.

    Raises:
        StoreError: the runs cannot be read.
    """
    from playground.runs import judging
    from playground.runs.sealed_rows import opening_of
    from playground.worker.predicting import predict

    with open_store() as store:
        opening = opening_of(run, store)
    opened = opening is not None and opening.shows_answers
    return judging.judgement_of(run, source.planned, predict(source.planned, weights, opened=opened))


def _run(start: str) -> "Run":
    from playground.runs.archive import Archive

    with open_store() as store:
        run_id = whole_id(store, start)
        run = Archive(store, None).get(run_id)
    if run is None:
        raise ExperimentError(Problem(start, "this run cannot be read."))
    return run
