"""What Dask calls on a worker: one run, the wishes that reach it, and the warm-up before the first.

Workers started elsewhere load this module too: `dask worker --preload playground.engine.worker ADDRESS`.
"""

import faulthandler
import logging
import os
import signal
import threading
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from distributed import Nanny, Worker, get_worker

from playground.engine import topics
from playground.experiment import Data, Dense, Experiment, Network, Training
from playground.machine import machine
from playground.messages.checkpoint import Held
from playground.messages.wishes import LookAlong, decode

if TYPE_CHECKING:
    from playground.training.control import Control
    from playground.training.photographer import Photographer

NICE = 15  # pages stay quick while every core trains
PICTURED = 4  # ended runs that can still be looked at along other columns

_log = logging.getLogger(__name__)
_controls: dict[str, "Control"] = {}
_photographers: dict[str, "Photographer"] = {}  # of the runs that go on and the latest that ended
_warming = threading.Lock()
_warm = False


def dask_setup(_worker: Worker) -> None:
    """Called by Dask when a worker begins: be nice to the pages, and load TensorFlow in the background."""
    faulthandler.enable()  # a crash in TensorFlow says where
    os.nice(max(NICE - os.nice(0), 0))  # threads begun from here on inherit it
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()


def warm_up() -> None:
    """Load TensorFlow, train and picture a tiny network, once in this process; a second caller waits for the first."""
    global _warm
    with _warming:
        if _warm:
            return
        _warm = True
        try:
            from playground.training.control import Control
            from playground.training.photographer import Photographer

            photographer = Photographer(lambda _events: None)
            _job().train(_TINY, lambda _events: None, Control(), photographer)
            photographer.close()
        except Exception:
            # A run will meet the same error and tell the person; a worker that dies of it tells nobody.
            _log.exception("The warm-up of a worker failed.")


_TINY = Experiment(
    title="Warm-up",
    data=Data(dataset="iris"),
    network=Network(layers=(Dense(units=2),)),
    training=Training(epochs=2, batch_size=None),
)


def work(run_id: str, experiment_json: str, wishes: Sequence[dict[str, Any]] = ()) -> bytes | Held | None:
    """Train one experiment; its events go out as lists under the topic `run_id`, its pictures under another.

    Returns the weights that it ended with, as NumPy's npz, which Dask hands to whoever asks for them.

    The first, before anything is loaded, is {"kind": "started", "worker": address}: from then on `ask`
    reaches the run there. `wishes` are met before its first batch.
    """
    from playground.training.control import Control
    from playground.training.photographer import Photographer

    worker = get_worker()
    control = _controls[run_id] = Control()
    photographer = _photographers[run_id] = Photographer(partial(worker.log_event, topics.pictures(run_id)))
    for wish in wishes:
        ask(run_id, wish)
    try:
        worker.log_event(run_id, [{"kind": "started", "worker": worker.address, "machine": machine()}])
        warm_up()
        weights: bytes | Held | None = _job().train(
            Experiment.model_validate_json(experiment_json),
            partial(worker.log_event, run_id),
            control,
            photographer,
        )
        return weights
    finally:
        _controls.pop(run_id, None)
        ended = [known for known in _photographers if known not in _controls]
        for known in ended[:-PICTURED]:
            _photographers.pop(known).close()


def _job() -> ModuleType:
    """The module whose `train` a worker calls.

    Tests of the engine put a job that only tells epochs in its place, by PLAYGROUND_JOB in the worker's environment:
    such a worker never loads TensorFlow. No message names a module, so nobody at a page reaches this.
    """
    return import_module(os.environ.get("PLAYGROUND_JOB", "playground.training.job"))


def ask(run_id: str, content: dict[str, Any]) -> bool:
    """Carry an encoded wish to a run that trains on this worker; False if there is none.

    `LookAlong` is for its photographer, and so for a run that has ended not long ago.
    """
    wish = decode(content)
    if isinstance(wish, LookAlong):
        photographer = _photographers.get(run_id)
        if photographer is None:
            return False
        photographer.look_along(*wish.axes)
        return True
    control = _controls.get(run_id)
    if control is None:
        return False
    control.take(wish)
    return True


def trains(run_id: str) -> bool:
    """Whether a run trains on this worker."""
    return run_id in _controls


def kill(dask_worker: Nanny) -> None:
    """Called on a worker's nanny, which starts another worker at once: end one that no wish reaches."""
    if dask_worker.pid is not None:
        os.kill(dask_worker.pid, signal.SIGKILL)
