"""What a worker runs: an experiment from its data to its last event."""

import io
import logging
import time
from collections.abc import Callable
from typing import Any

import numpy

from playground.best import search_for
from playground.doctor import unscaled
from playground.doctor.endings import calmer
from playground.doctor.setup import setup
from playground.errors import ExperimentError
from playground.experiment import Experiment, Training
from playground.limits import limits
from playground.network.backend import tf
from playground.plan import Plan, plan
from playground.training import events
from playground.training.beginning import begun, fit_planned
from playground.training.callbacks import (
    LearningRateWatch,
    RunCallback,
    early_stopping,
    evaluate,
    learning_rate_of,
    reduce_lr_on_plateau,
)
from playground.training.control import Control
from playground.training.events import Event, Messenger, Status
from playground.training.judging import judged
from playground.training.photographer import Photographer
from playground.training.pictured import Pictured, PicturedBatches

# For the last pictures, at most. They come after the end too, but a page that has them is complete.
LAST_PICTURES_SECONDS = 5.0
STOPPED_SECONDS = 0.2  # where a person waits for the end
# Of training rows and of validation rows, on which the network kept is measured at the end.
MOST_ROWS = 100_000

_log = logging.getLogger(__name__)


def train(
    experiment: Experiment,
    send: Callable[[list[Event]], None],
    control: Control,
    photographer: Photographer | None = None,
) -> bytes | None:
    """Trains an experiment and sends events to its "ended", which says how it went.

    A photographer, if there is one, takes pictures meanwhile and sends them itself. Returns the weights at the end,
    an npz of Keras' `get_weights` in their order; None where there are none.

    Never raises for what a person did: an experiment that cannot be trained ends as failed, with the reason.
    """
    messenger = Messenger(send)
    begin = time.perf_counter()
    weights = None
    try:
        end, weights = _train(experiment, messenger.put, control, photographer)
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
        photographer.finish(STOPPED_SECONDS if control.stopped else LAST_PICTURES_SECONDS)
    try:
        messenger.put(end)
    finally:
        messenger.close()
    return None if weights is None else _as_npz(weights)


def _train(
    experiment: Experiment, send: Callable[..., None], control: Control, photographer: Photographer | None
) -> tuple[Event, list[Any] | None]:
    planned = plan(experiment)
    training, data = planned.experiment.training, planned.prepared
    branch = planned.experiment.branch
    first_epoch = branch.epoch if branch else 0
    model = begun(planned, control)
    if control.stopped:
        return events.ended("stopped", "Stopped before it began.", first_epoch, None, 0.0), None

    def opening() -> list[Event]:
        logs = {name: [value] for name, value in evaluate(model, data.x_train, data.y_train).items()}
        for name, value in evaluate(model, data.x_validation, data.y_validation).items():
            logs[f"val_{name}"] = [value]
        rate = learning_rate_of(model)
        return [
            events.began(planned.parameters, len(data.x_train), len(data.x_validation)),
            events.epochs(first_epoch, logs, [0.0]),
            # A branch goes on with the rate that its parent had come to.
            *([events.learning_rate(first_epoch, rate)] if not _same(rate, training) else []),
        ]

    stopping = early_stopping(training)
    plateau = reduce_lr_on_plateau(training)
    run = RunCallback(
        send=send,
        control=control,
        search=search_for(planned.experiment),
        max_seconds=limits().max_seconds,
        opening=opening,
        on_hold=photographer.take_now if photographer else None,
        first_epoch=first_epoch,
        stopping=stopping,
    )
    callbacks = [
        *([PicturedBatches(photographer)] if photographer else []),
        run,
        *([stopping] if stopping else []),
        *([plateau, LearningRateWatch(send)] if plateau else []),
        *([Pictured(photographer, planned, first_epoch)] if photographer else []),
    ]
    fit_planned(model, planned, training.epochs, callbacks)
    if photographer and stopping and stopping.best_weights is not None:
        photographer.take_now(stopping.best_epoch + 1)  # whose weights were restored
    kept = _kept(planned, run, stopping, model)
    return judged(_ended(planned, run, stopping, kept), planned, model), model.get_weights()


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
        reason = (
            f"The {limits().max_seconds:g} seconds that one run may take, pauses included, "
            f"were over after epoch {_position(run)}."
        )
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


def _as_npz(weights: list[Any]) -> bytes:
    buffer = io.BytesIO()
    numpy.savez(buffer, *weights)
    return buffer.getvalue()


def _failed(reason: str, begin: float) -> Event:
    return events.ended("failed", reason, 0, None, time.perf_counter() - begin)
