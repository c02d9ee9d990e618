"""A job that only sends epochs, so that tests of the engine need no TensorFlow.

`PLAYGROUND_JOB=tests.support.stub_job` in a worker's environment replaces `playground.worker.job` by it.
"""

import io
import threading
import time
from collections.abc import Callable

import numpy

from playground.experiment import Complete
from playground.messages.checkpoint import Checkpoint, ControlState, Held
from playground.messages.events import Began, Ended, Epochs, Event, LearningRate, Paused
from playground.messages.jobs import Back
from playground.messages.messenger import Messenger
from playground.pictures.picture_maker import PictureMaker
from playground.pictures.weights import encode_weights
from playground.plan import plan
from playground.worker.control import Control

SECONDS_AN_EPOCH = 0.01
# After this many epochs without a hold a run slows down, so that one of 10,000 epochs outlasts every test on a busy
# machine and leaves the processor to the page under test.
QUICK_EPOCHS = 300
SLOW_SECONDS_AN_EPOCH = 0.1
SHAPES = [(4, 4), (4,), (4, 3), (3,)]


def train(
    experiment: Complete,
    send: Callable[[list[Event]], None],
    control: Control,
    picture_maker: PictureMaker | None = None,
    checkpoint: Checkpoint | None = None,
    keep: Callable[[Held], None] | None = None,
    back: Back | None = None,
) -> bytes | Held | None:
    """Sends epochs with losses that fall as 1 / (epoch + 1), meets wishes, and returns invented weights."""
    messenger = Messenger(send, control.cadence)
    begin, moment = time.perf_counter(), threading.Event()
    epochs, epoch = experiment.training.epochs, 0 if checkpoint is None else checkpoint.epoch
    if back is not None and checkpoint is None:
        epoch = back.epoch
    told = checkpoint is not None
    slow_from = epoch + QUICK_EPOCHS

    def hold(is_held: bool) -> None:
        nonlocal told, slow_from
        if is_held == told:
            return
        told = is_held
        slow_from = epoch + QUICK_EPOCHS
        if is_held and keep is not None:
            keep(held(control.state()))
        messenger.put(Paused(paused=is_held, epoch=epoch, batch=0))

    def held(state: ControlState) -> Held:
        weights = {"weights": [numpy.zeros(shape, "float32") for shape in SHAPES]}
        return Checkpoint(epoch, 0, 0.0, None, state, weights).held()

    def tell() -> None:
        logs = {"loss": [1 / (epoch + 1)], "val_loss": [2 / (epoch + 1)]}
        messenger.put(Epochs(first=epoch, logs=logs, seconds=[time.perf_counter() - begin]))

    if checkpoint is None and back is None:
        messenger.put(Began(parameters=9, train_rows=100, validation_rows=50))
        tell()
    goes_on = True
    while goes_on and epoch < epochs:
        goes_on = control.gate(epoch, 0, hold)
        rate = control.take_learning_rate()
        if rate is not None:
            messenger.put(LearningRate(epoch=epoch, value=rate))
        elif goes_on:
            moment.wait(SECONDS_AN_EPOCH if epoch < slow_from else SLOW_SECONDS_AN_EPOCH)
            epoch += 1
            tell()
    if control.gives_up:
        result = held(control.leave())
        messenger.close()
        return result
    status = "finished" if epoch == epochs else "stopped"
    reason = "" if epoch == epochs else f"Stopped on request after epoch {epoch}."
    best = {"epoch": epoch, "monitor": "val_loss", "value": 2 / (epoch + 1)} if epoch else None
    messenger.put(
        Ended(status=status, reason=reason, epochs=epoch, best=best, seconds=time.perf_counter() - begin)
    )
    messenger.close()
    buffer = io.BytesIO()
    numpy.savez(buffer, *[numpy.zeros(shape, "float32") for shape in SHAPES])
    return buffer.getvalue()


def untrained(experiment: Complete) -> bytes:
    """Weights that are all 0."""
    return encode_weights(0, 0, [numpy.zeros(plan(experiment).parameters)])
