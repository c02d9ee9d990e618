"""The end of a trained run: why it ended, its best epoch, and the measures of the kept network."""

from typing import Any

from playground.doctor import unscaled
from playground.doctor.endings import calmer
from playground.doctor.setup import setup
from playground.messages.events import Best, Ended, Kept
from playground.network.evaluate import evaluate
from playground.plan import Plan
from playground.states import State
from playground.worker.callbacks import RunCallback, StopAtValue

# The most training rows, and validation rows, on which the kept network is measured at the end.
MOST_ROWS = 100_000
DONE = "All epochs are trained."  # the default reason


def ending(
    planned: Plan, run: RunCallback, stopping: Any | None, target: StopAtValue | None, model: Any
) -> Ended:
    """The last event of a trained run: its status, the reason in a sentence, its best epoch and its kept epoch.

    Args:
        planned: the plan of the run.
        run: the callback that watched the run.
        stopping: Keras' early stopping of the run; None if it has none.
        target: the callback that ends the run at its target value; None if it has none.
        model: the compiled model as training left it.
    """
    kept = _kept_network(planned, run, stopping, model)
    status: State = "finished"
    reason = ""
    training = planned.experiment.training
    if run.diverged:
        status, reason = "failed", _why_diverged(planned, run)
    elif run.asked_to_stop and run.epoch < training.epochs:
        status, reason = "stopped", f"Stopped on request after epoch {_position(run)}."
    elif run.out_of_time and run.epoch < training.epochs:
        status = "stopped"
        reason = (
            f"The {run.max_seconds:g} seconds that one run may train were over after epoch {_position(run)}."
        )
    elif target is not None and target.reached is not None:
        status, reason = "stopped_early", _why_reached(planned, run, target.reached)
    elif stopping is not None and stopping.stopped_epoch > 0:
        status, reason = "stopped_early", _why_early(planned, run, stopping)
    if (epoch := _restored_epoch(stopping)) is not None:
        reason = f"{reason or DONE} {_restored_in_words(planned, epoch, kept)}"
    best = run.best
    return Ended(
        status=status,
        reason=reason,
        epochs=run.epoch,
        best=None if best is None else Best(**best),
        seconds=run.seconds,
        kept=kept,
    )


def _kept_network(planned: Plan, run: RunCallback, stopping: Any | None, model: Any) -> Kept:
    """The epoch whose weights the model has now, and its measures."""
    training, validation = planned.prepared.training, planned.prepared.validation
    logs = evaluate(model, _spread(training.x), _spread(training.y))
    for name, value in evaluate(model, _spread(validation.x), _spread(validation.y)).items():
        logs[f"val_{name}"] = value
    restored = _restored_epoch(stopping)
    return Kept(run.epoch if restored is None else restored, logs)


def _spread(rows: Any) -> Any:
    """All rows, or at most `MOST_ROWS` evenly spread ones."""
    return rows[:: -(-len(rows) // MOST_ROWS)]


def _restored_epoch(stopping: Any | None) -> int | None:
    """The epoch whose weights Keras has restored, which it does after every end of training."""
    if stopping is None or stopping.best_weights is None:
        return None
    epoch: int = stopping.best_epoch + 1
    return epoch


def _position(run: RunCallback) -> str:
    """`12`, or `12 and 3 batches of epoch 13`."""
    count = run.batches
    return f"{run.epoch}" + (
        f" and {count:,} batch{'es' * (count != 1)} of epoch {run.epoch + 1}" if count else ""
    )


def _restored_in_words(planned: Plan, epoch: int, kept: Kept) -> str:
    settings = planned.experiment.training.early_stopping
    assert settings is not None
    name, restored = settings.monitor, f"The weights of epoch {epoch:,} were restored"
    if name.startswith("val_") or name not in kept.logs:
        return f"{restored}."
    return (
        f"{restored}, by the {name} of training: that is an average over the steps of an epoch, each measured before "
        f"its step, so it does not show the last step. The network kept has a {name} of {kept.logs[name]:.4g} on "
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


def _why_reached(planned: Plan, run: RunCallback, value: float) -> str:
    settings = planned.experiment.training.stop_at
    assert settings is not None
    return (
        f"The target value ended the run at epoch {run.epoch:,}: {settings.monitor} is {value:.4g}, "
        f"and {settings.value:g} was asked for."
    )


def _why_diverged(planned: Plan, run: RunCallback) -> str:
    facts = setup(planned.experiment, planned.prepared)
    cause = f" {unscaled.sentence(facts)}" if facts.unscaled else ""
    return (
        f"The {run.diverged} became infinite or not a number in epoch {run.epoch}: the steps grew instead of "
        f"shrinking.{cause} {calmer(facts)}"
    )
