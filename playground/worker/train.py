"""Training as a job: one run with its pictures, and the warm-up of a worker before its first run."""

import logging
import os
import threading
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from playground.experiment import Complete, CompleteData, CompleteTraining, Dense, Network
from playground.messages.checkpoint import Held
from playground.messages.events import CheckpointMade, Ended, Epochs, Event, Weights
from playground.messages.jobs import Result, Train
from playground.worker.control import Control
from playground.worker.desk import Desk, Tell
from playground.worker.warming import idle

if TYPE_CHECKING:
    from playground.pictures.picture_maker import PictureMaker

PICTURED = 4  # the most ended runs that can still be pictured along other columns

_log = logging.getLogger(__name__)
_picture_makers: dict[str, "PictureMaker"] = {}  # of the runs that go on and the latest ended runs, by id
_going: set[str] = set()
_loading = threading.Lock()


def do(job: Train, desk: Desk) -> Result:
    """Trains a run, and takes pictures of it if somebody uses them."""
    if desk.tell_beside is None:
        return _result(load().train(job.experiment, desk.tell, desk.control, back=job.back))
    return _with_pictures(job, desk, desk.tell_beside)


def look_along(run_id: str, axes: Sequence[str]) -> bool:
    """Pictures a run along other columns, even one that ended recently; returns False if there is no such run."""
    picture_maker = _picture_makers.get(run_id)
    if picture_maker is None:
        return False
    picture_maker.look_along(*axes)
    return True


def load() -> ModuleType:
    """The module that trains, see `job_module`. A lock keeps a second thread from using a half-loaded TensorFlow."""
    with _loading:
        return job_module()


def warm_up() -> None:
    """Loads TensorFlow; when the worker is idle, trains and pictures a tiny network. A run does not wait for either."""
    try:
        from playground.pictures.picture_maker import PictureMaker

        job = load()
        idle.wait()
        picture_maker = PictureMaker(lambda _events: None)
        job.train(_TINY, lambda _events: None, Control(), picture_maker)
        picture_maker.close()
    except Exception:
        # A run will meet the same error and report it to a person; a worker that dies would not.
        _log.exception("The warm-up of a worker failed.")


_TINY = Complete(
    title="Warm-up",
    data=CompleteData(dataset="iris", target="species"),
    network=Network(layers=(Dense(units=700),)),  # a smaller one gets no picture
    training=CompleteTraining(
        loss="categorical_crossentropy", metrics=("accuracy",), epochs=2, batch_size=None
    ),
)


def _with_pictures(job: Train, desk: Desk, tell_beside: Tell) -> Result:
    from playground.pictures.picture_maker import PictureMaker

    run_id = job.id
    others = [other for known, other in list(_picture_makers.items()) if known != run_id]

    def tell(events: list[Event]) -> None:
        desk.tell(events)
        if any(isinstance(event, Epochs | Ended) for event in events):
            rest(False)

    def rest(rests: bool) -> None:
        for other in others:
            other.rest(rests)

    _going.add(run_id)
    if (before := _picture_makers.pop(run_id, None)) is not None:
        before.close()
    picture_maker = _picture_makers[run_id] = PictureMaker(tell_beside, desk.control.cadence)
    if desk.look is not None:  # a later wish finds the picture maker
        picture_maker.look_along(*desk.look.axes)
    rest(True)
    _share()
    try:
        return _result(
            load().train(
                job.experiment,
                tell,
                desk.control,
                picture_maker,
                desk.checkpoint,
                lambda held: tell_beside([CheckpointMade.of(held)]),
                job.back,
            )
        )
    finally:
        rest(False)
        _going.discard(run_id)
        _share()
        # A copy, because several threads of a worker may end runs at the same time.
        ended = [known for known in list(_picture_makers) if known not in _going]
        for known in ended[:-PICTURED]:
            if (forgotten := _picture_makers.pop(known, None)) is not None:
                forgotten.close()


def _share() -> None:
    """Tells the picture makers of finished runs whether other runs are training."""
    for known, picture_maker in list(_picture_makers.items()):
        picture_maker.share(bool(_going - {known}))


def _result(found: bytes | Held | None) -> Result:
    return Weights(content=found) if isinstance(found, bytes) else found


def trains() -> bool:
    """Whether this worker really trains; in the engine's tests it only sends epochs."""
    return "PLAYGROUND_JOB" not in os.environ


def job_module() -> ModuleType:
    """The module whose `train` trains a run and whose `untrained` returns a network before its first epoch.

    Tests of the engine replace it through PLAYGROUND_JOB in the worker's environment by a module that only sends epochs
    and never loads TensorFlow. No message names a module, so no page can change it.

    """
    return import_module(os.environ.get("PLAYGROUND_JOB", "playground.worker.job"))
