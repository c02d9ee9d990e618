"""The training job of a worker: an experiment from its data to its last event."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy

from playground.errors import ExperimentError
from playground.experiment import Complete, CompleteTraining
from playground.experiment.best import search_for
from playground.limits import limits
from playground.messages.checkpoint import Checkpoint, ControlState, Held, as_npz
from playground.messages.events import Began, Ended, Epochs, Event, LearningRate
from playground.messages.jobs import Back
from playground.messages.messenger import Messenger
from playground.network.backend import tf
from playground.network.evaluate import evaluate
from playground.pictures.picture_callbacks import BatchPictureCallback, PictureCallback
from playground.pictures.picture_maker import PictureMaker
from playground.plan import plan
from playground.worker.callbacks import RunCallback, early_stopping, stop_at
from playground.worker.carried import states_of, variables_of
from playground.worker.control import Control
from playground.worker.ending import ending
from playground.worker.first_weights import Beginning, begin, fit_planned, resume
from playground.worker.judging import add_findings
from playground.worker.learning_rate import (
    LearningRateWatch,
    learning_rate_of,
    reduce_lr_on_plateau,
    schedule,
)
from playground.worker.replay import Replay
from playground.worker.stopwatch import Stopwatch
from playground.worker.untrained import untrained
from playground.worker.way import Way

__all__ = ["train", "untrained"]

# The longest wait for the last pictures. Later ones come after the end, but a page is complete with them.
LAST_PICTURES_SECONDS = 5.0
STOPPED_SECONDS = 0.2  # the longest wait if a person waits for the end
KEPT_PARAMETERS = 100_000  # a larger network makes a checkpoint only when it leaves its worker

_log = logging.getLogger(__name__)


def train(
    experiment: Complete,
    send: Callable[[list[Event]], None],
    control: Control,
    picture_maker: PictureMaker | None = None,
    checkpoint: Checkpoint | None = None,
    keep: Callable[[Held], None] | None = None,
    back: Back | None = None,
) -> bytes | Held | None:
    """Trains an experiment and sends its events; the last one is `Ended`.

    An experiment that cannot be trained does not raise; it ends as failed, with the reason.

    Args:
        experiment: what to train.
        send: takes events.
        control: a person's wishes; it already has the state of a held run's checkpoint.
        picture_maker: takes pictures during training and sends them itself.
        checkpoint: the state from which a held run continues.
        keep: called with a small network's checkpoint, before the event that the run is held.
        back: the part that the run trained before; it is trained again without events.

    Returns:
        The weights at the end, an npz of Keras' `get_weights` in their order; None if there are none. A run that leaves
        its worker has no end and returns its checkpoint.
    """
    messenger = Messenger(send, control.cadence)
    started = time.perf_counter()
    end: Ended | None = None
    result: bytes | Held | None = None
    try:
        end, result = _Job(experiment, messenger, control, picture_maker, keep).train(checkpoint, back)
    except ExperimentError as error:
        end = _failure(str(error), started)
    except tf.errors.ResourceExhaustedError:
        end = _failure("The network did not fit into memory. Take fewer units, or a smaller batch.", started)
    except Exception as error:
        _log.exception("a run failed")
        end = _failure(
            f"The trainer itself failed ({type(error).__name__}). This is not your experiment's fault.",
            started,
        )
    if picture_maker:
        messenger.hurry()  # the curves are complete before the last pictures
        picture_maker.finish(_seconds_for_pictures(control, end))
    try:
        if end is not None:
            messenger.put(end)
    finally:
        messenger.close()
    return result


class _Job:
    """One run, or the part of a run that one worker trains."""

    def __init__(
        self,
        experiment: Complete,
        messenger: Messenger,
        control: Control,
        picture_maker: PictureMaker | None,
        keep: Callable[[Held], None] | None,
    ) -> None:
        self._planned = plan(experiment)
        self._messenger = messenger
        self._send = messenger.put
        self._control = control
        self._picture_maker = picture_maker
        self._keep = keep
        self._watch = Stopwatch()
        self._held: Held | None = None
        # Set when training begins.
        self._model: Any = None
        self._run: RunCallback | None = None
        self._callbacks: Sequence[Any] = ()

    def train(
        self, checkpoint: Checkpoint | None, back: Back | None
    ) -> tuple[Ended | None, bytes | Held | None]:
        """Trains; returns the last event and the weights, or None and the checkpoint."""
        fresh = checkpoint is None or not checkpoint.variables
        replay: Replay | None = None
        if back is not None and fresh:
            picture = partial(self._picture_from, back.epoch)
            replay = Replay(back, self._control.stops, self._messenger.put, picture)
            self._send = replay.send
        beginning = self._begin(checkpoint, replay)
        if beginning is None:
            return self._without_an_epoch()
        planned, training = self._planned, self._planned.experiment.training
        self._model = beginning.model
        first_epoch = beginning.position[0]
        stopping = early_stopping(training)
        plateau = reduce_lr_on_plateau(training)
        scheduled = schedule(training, self._send)
        target = stop_at(training)
        picture_maker = self._picture_maker
        self._run = run = RunCallback(
            send=self._send,
            control=self._control,
            search=search_for(planned.experiment),
            max_seconds=limits().max_seconds,
            opening=partial(self._opening, first_epoch, beginning.logs)
            if fresh and not replay
            else lambda: (),
            on_hold=self._on_hold,
            give_up=self._give_up,
            first_epoch=first_epoch,
            stopping=stopping,
            first_batch=beginning.position[1],
            held=not fresh,
            watch=self._watch,
            replay=replay,
        )
        self._callbacks = [
            *([BatchPictureCallback(picture_maker)] if picture_maker else []),
            run,
            *([stopping] if stopping else []),
            *([plateau, LearningRateWatch(self._send)] if plateau else []),
            *([scheduled] if scheduled else []),
            *([target] if target else []),
            *(
                [PictureCallback(picture_maker, None if replay else planned, *beginning.position)]
                if picture_maker
                else []
            ),
        ]
        fit_planned(beginning, planned, training.epochs, self._callbacks)
        if self._held is not None:
            return None, self._held
        if picture_maker and stopping and stopping.best_weights is not None:
            picture_maker.make_now(stopping.best_epoch + 1)  # the epoch of the restored weights
        end = add_findings(ending(planned, run, stopping, target, self._model), planned, self._model)
        return end, as_npz(self._model.get_weights())

    def _picture_from(self, epoch: int) -> None:
        if self._picture_maker is not None:
            self._picture_maker.begin(self._planned, self._model, epoch)

    def _begin(self, checkpoint: Checkpoint | None, replay: Replay | None) -> Beginning | None:
        if checkpoint is not None:
            self._watch = Stopwatch(checkpoint.spent)
        if checkpoint is not None and checkpoint.variables:
            # The watch starts with the first epoch, because moving to this worker is not training.
            return resume(self._planned, checkpoint)
        self._watch.start()
        if self._control.stopped and replay is None:
            return None
        stops = 0 if replay is None else replay.stops
        return begin(self._planned, Way(self._control, self._watch, limits().max_seconds, self._send, stops))

    def _without_an_epoch(self) -> tuple[Ended | None, Held | None]:
        """The last event of a run that ends before its first epoch, or None and its checkpoint."""
        if not self._control.stopped and self._control.gives_up:
            # The checkpoint leaves out the way, which is trained again; its seconds still count.
            self._watch.stop()
            held = Checkpoint(0, 0, self._watch.seconds, None, self._control.leave(), {}).held()
            return None, held
        branch = self._planned.experiment.branch
        reason = "Stopped before it began."
        if not self._control.stopped:
            reason = f"The {limits().max_seconds:g} seconds that one run may train were over before its first epoch."
        return Ended(status="stopped", reason=reason, epochs=branch.epoch if branch else 0, seconds=0.0), None

    def _opening(self, first_epoch: int, logs: Mapping[str, float] | None) -> list[Event]:
        model, data = self._model, self._planned.prepared
        if logs is None:
            validation = evaluate(model, data.validation.x, data.validation.y)
            logs = evaluate(model, data.training.x, data.training.y) | {
                f"val_{name}": value for name, value in validation.items()
            }
        rate = learning_rate_of(model)
        return [
            Began(
                parameters=self._planned.parameters,
                train_rows=len(data.training),
                validation_rows=len(data.validation),
            ),
            Epochs(first=first_epoch, logs={name: [value] for name, value in logs.items()}, seconds=[0.0]),
            # A branch continues with the parent's learning rate.
            *(
                []
                if _same(rate, self._planned.experiment.training)
                else [LearningRate(epoch=first_epoch, value=rate)]
            ),
        ]

    def _on_hold(self, epoch: int, batch: int) -> None:
        if self._picture_maker is not None:
            self._picture_maker.make_now(epoch, batch)
        if self._keep is not None and self._planned.parameters <= KEPT_PARAMETERS:
            self._keep(self._checkpoint(epoch, batch, self._control.state()).held())
        self._messenger.hurry()

    def _give_up(self, epoch: int, batch: int) -> None:
        self._held = self._checkpoint(epoch, batch, self._control.leave()).held()

    def _checkpoint(self, epoch: int, batch: int, control: ControlState) -> Checkpoint:
        assert self._run is not None
        return Checkpoint(
            epoch,
            batch,
            self._watch.seconds,
            self._run.began,
            control,
            variables_of(self._model),
            states_of(self._callbacks),
        )


def _same(rate: float, training: CompleteTraining) -> bool:
    return rate == float(str(numpy.float32(training.optimizer.learning_rate)))


def _failure(reason: str, started: float) -> Ended:
    return Ended(status="failed", reason=reason, epochs=0, seconds=time.perf_counter() - started)


def _seconds_for_pictures(control: Control, end: Ended | None) -> float:
    if end is None:
        return 0.0  # another run waits for this worker, so pictures may come later

    return STOPPED_SECONDS if control.stopped else LAST_PICTURES_SECONDS
