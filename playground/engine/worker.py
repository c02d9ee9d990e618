"""What Dask calls on a worker: one run, the wishes that reach it, and the warm-up before the first.

Workers started elsewhere load this module too: `dask worker --preload playground.engine.worker ADDRESS`.
"""

import faulthandler
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from distributed import Nanny, Worker, get_worker

from playground.engine import topics
from playground.experiment import Data, Dense, Experiment, Network, Training
from playground.machine import machine
from playground.messages.checkpoint import Checkpoint, Held
from playground.messages.events import CheckpointMade, Ended, Epochs, Event, Started, encode_all
from playground.messages.wishes import LookAlong, decode, encode
from playground.priority import give_way, switch_soon

if TYPE_CHECKING:
    from playground.pictures.photographer import Photographer
    from playground.worker.control import Control

# Pages stay quick while every core trains, and training goes on while something else keeps every core busy: a thread of
# niceness 15 gets a thirtieth of what an ordinary one gets, one of 5 a third. The thread to which wishes come stays an
# ordinary one.
NICE = 5
PICTURED = 4  # ended runs that can still be looked at along other columns

_log = logging.getLogger(__name__)
_controls: dict[str, "Control"] = {}
_photographers: dict[str, "Photographer"] = {}  # of the runs that go on and the latest that ended
_warming = threading.Lock()
_warm = False


def dask_setup(_worker: Worker) -> None:
    """Called by Dask when a worker begins: load TensorFlow in the background."""
    faulthandler.enable()  # a crash in TensorFlow says where
    switch_soon()
    if sys.platform != "linux":
        os.nice(max(NICE - os.nice(0), 0))  # a thread has no niceness of its own there
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()


def warm_up() -> None:
    """Load TensorFlow, train and picture a tiny network, once in this process; a second caller waits for the first."""
    global _warm
    give_way(NICE)  # the threads of TensorFlow inherit it
    with _warming:
        if _warm:
            return
        _warm = True
        try:
            from playground.pictures.photographer import Photographer
            from playground.worker.control import Control

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


def work(
    run_id: str,
    experiment_json: str,
    sender: str = "",
    first: int = 1,
    wishes: Sequence[dict[str, Any]] = (),
    look: dict[str, Any] | None = None,
    checkpoint: bytes | None = None,
) -> bytes | Held | None:
    """Train one experiment; its events go out as lists under the topic `run_id`, its pictures under another.

    The first, before anything is loaded, is `Started` with the worker's address: from then on `take` reaches the run
    there. `wishes`, as in `take`, are met before its first batch.

    Args:
        run_id: the run's id.
        experiment_json: what to train.
        sender, first, wishes: as in `take`.
        look: the last `LookAlong`.
        checkpoint: where a held run goes on.

    Returns:
        The weights that the run ended with, as NumPy's npz; or the checkpoint of a held run that leaves this worker.
    """
    from playground.pictures.photographer import Photographer
    from playground.worker.control import Control

    give_way(NICE)
    worker = get_worker()

    others = [other for known, other in list(_photographers.items()) if known != run_id]

    def tell(events: Sequence[Event]) -> None:
        worker.log_event(run_id, encode_all(events))
        if any(isinstance(event, Epochs | Ended) for event in events):
            for other in others:
                other.rest(False)

    def tell_beside(events: Sequence[Event]) -> None:
        worker.log_event(topics.pictures(run_id), encode_all(events))

    control = Control()
    goes_on = Checkpoint.decode(checkpoint) if checkpoint is not None else None
    if goes_on is not None:
        control.put_back(goes_on)
    _controls[run_id] = control
    if (before := _photographers.pop(run_id, None)) is not None:
        before.close()
    photographer = _photographers[run_id] = Photographer(tell_beside)
    take(run_id, sender, first, wishes)
    if look is not None:
        look_along(run_id, look)
    for other in others:
        other.rest(True)
    try:
        tell([Started(worker=worker.address, machine=machine())])
        warm_up()
        result: bytes | Held | None = _job().train(
            Experiment.model_validate_json(experiment_json),
            tell,
            control,
            photographer,
            goes_on,
            lambda held: tell_beside([CheckpointMade.of(held)]),
        )
        return result
    finally:
        for other in others:
            other.rest(False)
        _controls.pop(run_id, None)
        # Copied at once: a worker with several threads ends several runs at once.
        ended = [known for known in list(_photographers) if known not in _controls]
        for known in ended[:-PICTURED]:
            if (forgotten := _photographers.pop(known, None)) is not None:
                forgotten.close()


def _job() -> ModuleType:
    """The module whose `train` a worker calls.

    Tests of the engine put a job that only tells epochs in its place, by PLAYGROUND_JOB in the worker's environment:
    such a worker never loads TensorFlow. No message names a module, so nobody at a page reaches this.
    """
    return import_module(os.environ.get("PLAYGROUND_JOB", "playground.worker.job"))


def take(run_id: str, sender: str, first: int, wishes: Sequence[dict[str, Any]]) -> int | None:
    """Carry a sender's encoded wishes, numbered from `first` on, to a run that trains on this worker.

    Returns the number of the last wish taken of this sender; None if there is no such run. Each is taken once,
    however often it is sent.
    """
    control = _controls.get(run_id)
    if control is None:
        return None
    decoded = [decode(wish) for wish in wishes]
    taken = control.take_in_order(sender, first, decoded)
    for wish in decoded[: max(taken - first + 1, 0)]:
        if isinstance(wish, LookAlong):
            look_along(run_id, encode(wish))
    return taken


def look_along(run_id: str, content: dict[str, Any]) -> bool:
    """Have a run pictured along other columns, also one that has ended not long ago; False if there is none."""
    wish = decode(content)
    photographer = _photographers.get(run_id)
    if photographer is None or not isinstance(wish, LookAlong):
        return False
    photographer.look_along(*wish.axes)
    return True


def give_up(run_id: str) -> bool:
    """Ask a run to leave this worker; True if it does so, which a run does that is held or takes steps."""
    control = _controls.get(run_id)
    return control is not None and control.give_up()


def trains(run_id: str) -> bool:
    """Whether a run trains on this worker."""
    return run_id in _controls


def kill(dask_worker: Nanny) -> None:
    """Called on a worker's nanny, which starts another worker at once: end one that no wish reaches."""
    if dask_worker.pid is not None:
        os.kill(dask_worker.pid, signal.SIGKILL)
