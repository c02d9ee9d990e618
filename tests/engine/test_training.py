"""What needs TensorFlow on a worker: weights, pictures, and the death of a worker that trains."""

import io

import numpy

from playground.engine.client import Engine
from playground.messages.jobs import Train
from playground.messages.wishes import LookAlong, Pause, Step
from playground.pictures.format import decode
from playground.training import xla
from playground.worker.train import PICTURED
from tests.support.experiments import endless, pictured, short
from tests.support.listening import Listener, train
from tests.support.processes import process_at


def test_the_weights_come_after_the_end(trainer: Engine) -> None:
    run = train(trainer, short())
    run.until("ended")
    content = run.until("weights").content
    arrays = numpy.load(io.BytesIO(content), allow_pickle=False)
    assert [arrays[name].shape for name in arrays.files] == [(4, 4), (4,), (4, 3), (3,)]


def test_a_run_that_cannot_be_trained_fails_with_a_sentence(trainer: Engine) -> None:
    other = short()
    data = other.data.model_copy(update={"target": "no such column"})
    end = train(trainer, other.model_copy(update={"data": data})).until("ended")
    assert end.status == "failed"
    assert "no such column" in end.reason


def test_pictures_come_while_a_run_goes_on_and_after_it_along_other_columns(trainer: Engine) -> None:
    run = train(trainer, pictured(epochs=3))
    # Those that were left out meanwhile come after the last, or after the end.
    while {event.epoch for event in run.heard if event.kind == "picture"} != {0, 1, 2, 3}:
        run.until("picture")
    if not any(event.kind == "ended" for event in run.heard):
        run.until("ended")
    axes = ["sepal width", "petal width"]
    trainer.ask(run.run_id, LookAlong(axes=tuple(axes)))
    again = decode(run.until("picture").bytes)
    assert (again.epoch, again.header["axes"]) == (3, axes)
    trainer.ask(run.run_id, LookAlong(axes=("species", "petal width")))
    assert "species" in run.until("no_picture").reason


def test_of_a_small_network_the_weights_of_every_epoch_come(trainer: Engine) -> None:
    epochs = xla.EPOCHS_BEFORE  # more of them would be compiled
    run = train(trainer, short(epochs=epochs))
    run.until("picture", epoch=epochs)
    kept = [event for event in run.heard if event.kind == "picture"]
    assert [event.epoch for event in kept] == list(range(epochs + 1))
    assert all(decode(event.bytes).arrays["weights"].shape == (35,) for event in kept)


def test_a_run_that_ended_long_ago_says_that_it_cannot_be_looked_at(trainer: Engine) -> None:
    old = train(trainer, pictured())
    old.until("ended")
    # What is forgotten is forgotten before the next run begins.
    for later in [train(trainer, short()) for _ in range(PICTURED + 1)]:
        later.until("ended")
    trainer.ask(old.run_id, LookAlong(axes=("sepal width", "petal width")))
    assert "ended too long ago" in _answer(old)


def _answer(run: Listener) -> str:
    """Why there is no picture, or "picture"; those of the run itself are along other columns."""
    while True:
        event = run.next()
        if event.kind == "no_picture":
            return str(event.reason)
        if event.kind == "picture" and decode(event.bytes).header["axes"][0] == "sepal width":
            return "picture"


def test_a_held_run_moves_to_another_worker_when_its_own_dies_and_its_curve_is_that_of_one_never_held(
    trainer: Engine,
) -> None:
    """tests/worker/test_held.py moves a run within one process, there also before and after XLA has taken over."""
    experiment = short(epochs=5)
    alone = train(trainer, experiment)
    alone.until("ended")
    run = Listener()
    trainer.submit(Train(run.run_id, experiment), run, [Pause(), *[Step()] * 3])
    run.until("paused", paused=True, epoch=3)
    first = _worker(run)
    process_at(first).kill()
    for _ in range(2):
        trainer.ask(run.run_id, Step())
    end = run.until("ended")
    assert end.status == "finished", end.reason
    assert _worker(run) != first
    assert _curve(run) == _curve(alone)


def test_a_worker_killed_while_it_trains_fails_its_run(trainer: Engine) -> None:
    """The worker may be one that was started anew; what comes next is in tests/engine/test_death.py."""
    run = train(trainer, endless())
    run.until("epochs")
    process_at(_worker(run)).kill()
    end = run.until("ended")
    assert end.status == "failed"
    assert "died" in end.reason


def _worker(run: Listener) -> str:
    """The address of the worker that last took the run up."""
    return str([event.worker for event in run.heard if event.kind == "started"][-1])


def _curve(run: Listener) -> dict[int, float]:
    told = [event for event in run.heard if event.kind == "epochs"]
    return {event.first + i: value for event in told for i, value in enumerate(event.logs["val_loss"])}
