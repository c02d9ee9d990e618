"""Trains a case as a worker does. The only file here that knows how the app trains; what it returns is plain data."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy

from playground.errors import ExperimentError
from playground.experiment import Complete
from playground.messages.checkpoint import Checkpoint, Held
from playground.messages.events import Event
from playground.messages.wishes import decode
from playground.plan import plan
from playground.runs import Run
from playground.worker.control import Control
from playground.worker.job import train
from tests.golden.case import Case


def trained(case: Case) -> dict[str, Any]:
    """What a run of the case told, and the hash of its weights; seconds are left out.

    Epochs count from 0, the untrained network. `held` are the positions (epochs, batches of the next) at which the
    run was held; `learning_rates` are the changes that were told, `learning_rate` is the rate of each epoch.
    """
    planned = plan(case.experiment)
    heard: list[Event] = []
    weights = _train(case, planned.experiment, heard)
    run = Run("0" * 32, "nobody", planned.experiment)
    run.hear(heard)
    end = heard[-1]
    return {
        "notes": [str(note) for note in planned.notes],
        "parameters": run.parameters,
        "rows": [run.train_rows, run.validation_rows],
        "curves": run.curves,
        "learning_rate": run.learning_rate,
        "learning_rates": run.learning_rates,
        "held": [(event.epoch, event.batch) for event in heard if getattr(event, "paused", False)],
        "status": run.state,
        "reason": run.reason,
        "epochs": end.epochs,
        "best": run.best and asdict(run.best),
        "best_at_end": end.best and asdict(end.best),
        "passed_over": None if run.search.passed_over is None else list(run.search.passed_over),
        "kept": None if run.kept is None else {"epoch": run.kept},
        "evaluated": run.evaluated,
        "findings": [asdict(finding) for finding in run.findings],
        "remarks": run.since(0)["remarks"],
        "weights": None if weights is None else hash_of(weights),
    }


def _train(case: Case, experiment: Complete, heard: list[Event]) -> bytes | None:
    """Trains a case to its end; `heard` takes its events. Returns the weights."""
    checkpoint: Checkpoint | None = None
    number = 0
    for group in case.wishes:
        wishes = [decode(dict(wish)) for wish in group]
        first, number = number + 1, number + len(wishes)
        while True:
            control = Control()
            if checkpoint is not None:
                control.put_back(checkpoint)
            control.take_in_order("a person", first, wishes)
            control.give_up()  # a run that is held, or takes steps, leaves its worker
            result = train(experiment, heard.extend, control, checkpoint=checkpoint)
            if not isinstance(result, Held):
                return result
            checkpoint = Checkpoint.decode(result.content)
            if not result.goes_on:
                break
    raise ExperimentError(f"The run “{case.name}” was left held.")


def hash_of(weights: bytes) -> str:
    """A hash of the arrays' types, shapes and bytes, not of the file that holds them."""
    digest = hashlib.sha256()
    with numpy.load(io.BytesIO(weights), allow_pickle=False) as archive:
        arrays: Mapping[str, Any] = archive
        for name in archive.files:
            array = arrays[name]
            digest.update(f"{array.dtype.str} {array.shape} ".encode())
            digest.update(array.tobytes())
    return digest.hexdigest()
