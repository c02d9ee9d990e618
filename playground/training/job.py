"""What a worker runs: an experiment from its data to its last event."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy

from playground.best import search_for
from playground.doctor import unscaled
from playground.doctor.endings import calmer
from playground.doctor.setup import setup
from playground.errors import ExperimentError
from playground.experiment import Experiment, Training
from playground.limits import limits
from playground.messages.checkpoint import Checkpoint, Held, as_npz
from playground.network.backend import tf
from playground.plan import Plan, plan
from playground.training import events
from playground.training.beginning import Beginning, begun, fit_planned, resumed
from playground.training.callbacks import (
    LearningRateWatch,
    RunCallback,
    early_stopping,
    evaluate,
    learning_rate_of,
    reduce_lr_on_plateau,
)
from playground.training.carried import states_of, variables_of
from playground.training.control import Control
from playground.training.events import Event, Messenger, Status
from playground.training.judging import judged
from playground.training.photographer import Photographer
from playground.training.pictured import Pictured, PicturedBatches
from playground.training.stopwatch import Stopwatch
from playground.training.way import Way

# For the last pictures, at most. They come after the end too, but a page that has them is complete.
LAST_PICTURES_SECONDS = 5.0
STOPPED_SECONDS = 0.2  # where a person waits for the end
# Of training rows and of validation rows, on which the network kept is measured at the end.
MOST_ROWS = 100_000
KEPT_PARAMETERS = 100_000  # the checkpoint of a larger network is made only when it gives up its worker

_log = logging.getLogger(__name__)


def train(
    experiment: Experiment,
    send: Callable[[list[Event]], None],
    control: Control,
    photographer: Photographer | None = None,
    checkpoint: Checkpoint | None = None,
    keep: Callable[[Held], None] | None = None,
) -> bytes | Held | None:
    """Trains an experiment and sends events to its "ended", which says how it went.

    Never raises for what a person did: an experiment that cannot be trained ends as failed, with the reason.

    Args:
        experiment: what to train.
        send: takes events.
        control: a person's wishes; those that a held run had come to are put back already.
        photographer: takes pictures meanwhile and sends them itself.
        checkpoint: where a held run goes on.
        keep: called with a checkpoint, where it is small, before the run is told to be held.

    Returns:
        The weights at the end, an npz of Keras' `get_weights` in their order; None where there are none. Without an
        end, what a run that gives up its worker needs to go on.
    """
    messenger = Messenger(send)
    begin = time.perf_counter()
    end: Event | None = None
    result: bytes | Held | None = None
    try:
        end, result = _Job(experiment, messenger, control, photographer, keep).train(checkpoint)
    except ExperimentError as error:
        end = _failed(str(error), begin)
    except tf.errors.ResourceExhaustedError:
        end = _failed("The network did not fit into memory. Take fewer units, or a smaller batch.", begin)
    except Exception as error:
        _log.exception("a run failed")
        end = _failed(
            f"The trainer itself failed ({type(error).__name__}). This is not your experiment's fault.", begin
        )
    if photographer:
        messenger.hurry()  # the curves are complete before the last pictures are
        photographer.finish(_seconds_for_pictures(control, end))
    try:
        if end is not None:
            messenger.put(end)
    finally:
        messenger.close()
    return result


class _Job:
    """One run, or the part of it that one worker trains."""

    def __init__(
        self,
        experiment: Experiment,
        messenger: Messenger,
        control: Control,
        photographer: Photographer | None,
        keep: Callable[[Held], None] | None,
    ) -> None:
        self._planned = plan(experiment)
        self._messenger = messenger
        self._send = messenger.put
        self._control = control
        self._photographer = photographer
        self._keep = keep
        self._watch = Stopwatch()
        self._held: Held | None = None
        # Set as training begins.
        self._model: Any = None
        self._run: RunCallback | None = None
        self._callbacks: Sequence[Any] = ()

    def train(self, checkpoint: Checkpoint | None) -> tuple[Event | None, bytes | Held | None]:
        """The last event and the weights, or None and the checkpoint."""
        beginning = self._begin(checkpoint)
        if beginning is None:
            return self._without_an_epoch()
        planned, training = self._planned, self._planned.experiment.training
        self._model = beginning.model
        fresh = checkpoint is None or not checkpoint.variables
        first_epoch = beginning.position[0]
        stopping = early_stopping(training)
        plateau = reduce_lr_on_plateau(training)
        photographer = self._photographer
        self._run = run = RunCallback(
            send=self._send,
            control=self._control,
            search=search_for(planned.experiment),
            max_seconds=limits().max_seconds,
            opening=partial(self._opening, first_epoch, beginning.logs) if fresh else lambda: (),
            on_hold=self._on_hold,
            give_up=self._give_up,
            first_epoch=first_epoch,
            stopping=stopping,
            first_batch=beginning.position[1],
            held=not fresh,
            watch=self._watch,
        )
        self._callbacks = [
            *([PicturedBatches(photographer)] if photographer else []),
            run,
            *([stopping] if stopping else []),
            *([plateau, LearningRateWatch(self._send)] if plateau else []),
            *([Pictured(photographer, planned, *beginning.position)] if photographer else []),
        ]
        fit_planned(beginning, planned, training.epochs, self._callbacks)
        if self._held is not None:
            return None, self._held
        if photographer and stopping and stopping.best_weights is not None:
            photographer.take_now(stopping.best_epoch + 1)  # whose weights were restored
        kept = _kept(planned, run, stopping, self._model)
        end = judged(_ended(planned, run, stopping, kept), planned, self._model)
        return end, as_npz(self._model.get_weights())

    def _begin(self, checkpoint: Checkpoint | None) -> Beginning | None:
        if checkpoint is not None and checkpoint.variables:
            self._watch = Stopwatch(checkpoint.spent)  # runs from the first epoch on: moving is no training
            return resumed(self._planned, checkpoint)
        self._watch.start()
        if self._control.stopped:
            return None
        return begun(self._planned, Way(self._control, self._watch, limits().max_seconds, self._send))

    def _without_an_epoch(self) -> tuple[Event | None, Held | None]:
        """What becomes of a run that did not come to its first epoch."""
        if not self._control.stopped and self._control.gives_up:
            # A way is not kept: it is trained once more.
            held = Checkpoint(0, 0, 0.0, None, self._control.leave(), {}).held()
            return None, held
        branch = self._planned.experiment.branch
        reason = "Stopped before it began."
        if not self._control.stopped:
            reason = f"The {limits().max_seconds:g} seconds that one run may train were over before its first epoch."
        return events.ended("stopped", reason, branch.epoch if branch else 0, None, 0.0), None

    def _opening(self, first_epoch: int, logs: Mapping[str, float] | None) -> list[Event]:
        model, data = self._model, self._planned.prepared
        if logs is None:
            validation = evaluate(model, data.x_validation, data.y_validation)
            logs = evaluate(model, data.x_train, data.y_train) | {
                f"val_{name}": value for name, value in validation.items()
            }
        rate = learning_rate_of(model)
        return [
            events.began(self._planned.parameters, len(data.x_train), len(data.x_validation)),
            events.epochs(first_epoch, {name: [value] for name, value in logs.items()}, [0.0]),
            # A branch goes on with the rate that its parent had come to.
            *(
                []
                if _same(rate, self._planned.experiment.training)
                else [events.learning_rate(first_epoch, rate)]
            ),
        ]

    def _on_hold(self, epoch: int, batch: int) -> None:
        if self._photographer is not None:
            self._photographer.take_now(epoch, batch)
        if self._keep is not None and self._planned.parameters <= KEPT_PARAMETERS:
            self._keep(self._checkpoint(epoch, batch, self._control.state()).held())
        self._messenger.hurry()

    def _give_up(self, epoch: int, batch: int) -> None:
        self._held = self._checkpoint(epoch, batch, self._control.leave()).held()

    def _checkpoint(self, epoch: int, batch: int, control: Mapping[str, Any]) -> Checkpoint:
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


def _same(rate: float, training: Training) -> bool:
    return rate == float(str(numpy.float32(training.optimizer.learning_rate)))


def _kept(planned: Plan, run: RunCallback, stopping: Any | None, model: Any) -> dict[str, Any]:
    """The epoch whose weights the model has now, and what it comes to with them on rows of both kinds, alike."""
    data = planned.prepared
    logs = evaluate(model, _spread(data.x_train), _spread(data.y_train))
    for name, value in evaluate(model, _spread(data.x_validation), _spread(data.y_validation)).items():
        logs[f"val_{name}"] = value
    restored = _restored(stopping)
    return {"epoch": run.epoch if restored is None else restored, "logs": logs}


def _spread(rows: Any) -> Any:
    """All rows, or of very many some, evenly spread."""
    return rows[:: -(-len(rows) // MOST_ROWS)]


def _restored(stopping: Any | None) -> int | None:
    """The epoch whose weights Keras has brought back: it does so however training ended."""
    if stopping is None or stopping.best_weights is None:
        return None
    epoch: int = stopping.best_epoch + 1
    return epoch


def _ended(planned: Plan, run: RunCallback, stopping: Any | None, kept: dict[str, Any]) -> Event:
    status: Status = "finished"
    reason = ""
    training = planned.experiment.training
    if run.diverged:
        status, reason = "failed", _why_diverged(planned, run)
    elif run.asked_to_stop and run.epoch < training.epochs:
        status, reason = "stopped", f"Stopped on request after epoch {_position(run)}."
    elif run.out_of_time and run.epoch < training.epochs:
        status = "stopped"
        reason = f"The {limits().max_seconds:g} seconds that one run may train were over after epoch {_position(run)}."
    elif stopping is not None and stopping.stopped_epoch > 0:
        status, reason = "stopped_early", _why_early(planned, run, stopping)
    if (epoch := _restored(stopping)) is not None:
        reason = f"{reason or 'All epochs are trained.'} {_told_restored(planned, epoch, kept)}"
    return events.ended(status, reason, run.epoch, run.best, run.seconds, kept)


def _position(run: RunCallback) -> str:
    """`12`, or `12 and 3 batches of epoch 13`."""
    count = run.batches
    return f"{run.epoch}" + (
        f" and {count:,} batch{'es' * (count != 1)} of epoch {run.epoch + 1}" if count else ""
    )


def _told_restored(planned: Plan, epoch: int, kept: dict[str, Any]) -> str:
    settings = planned.experiment.training.early_stopping
    assert settings is not None
    name, restored = settings.monitor, f"The weights of epoch {epoch:,} were restored"
    if name.startswith("val_") or name not in kept["logs"]:
        return f"{restored}."
    return (
        f"{restored}, by the {name} of training: that is an average over the steps of an epoch, each measured before "
        f"the step was taken, so before the last one too. The network kept has a {name} of {kept['logs'][name]:.4g} on "
        "the training rows."
    )


def _why_early(planned: Plan, run: RunCallback, stopping: Any) -> str:
    settings = planned.experiment.training.early_stopping
    assert settings is not None
    best = stopping.best_epoch + 1
    return (
        f"Early stopping ended the run at epoch {run.epoch}: {settings.monitor} has not improved by more "
        f"than {settings.min_delta:g} since epoch {best} (patience {settings.patience})."
    )


def _why_diverged(planned: Plan, run: RunCallback) -> str:
    facts = setup(planned.experiment, planned.prepared)
    cause = f" {unscaled.sentence(facts)}" if facts.unscaled else ""
    return (
        f"The {run.diverged} became infinite or not a number in epoch {run.epoch}: the steps grew instead of "
        f"shrinking.{cause} {calmer(facts)}"
    )


def _failed(reason: str, begin: float) -> Event:
    return events.ended("failed", reason, 0, None, time.perf_counter() - begin)


def _seconds_for_pictures(control: Control, end: Event | None) -> float:
    if end is None:
        return 0.0  # somebody waits for this worker; pictures may come later
    return STOPPED_SECONDS if control.stopped else LAST_PICTURES_SECONDS
