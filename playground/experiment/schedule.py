"""Learning-rate schedules: the rate of each epoch, as a function of an experiment's settings alone.

The formulas are those of Keras' `ExponentialDecay` and `CosineDecay` (https://keras.io/api/optimizers/learning_rate_schedules/)
with epochs for steps; a warm-up before them rises by the same amount from epoch to epoch.
"""

import math
from collections.abc import Iterable

from playground.experiment.best import single
from playground.experiment.model import Training


def rate_at(training: Training, epoch: int) -> float:
    """The learning rate of the schedule in an epoch, counted from 0 like Keras."""
    schedule, rate = training.schedule, training.optimizer.learning_rate
    if schedule is None:
        return rate
    if epoch < schedule.warmup_epochs:
        return rate * (epoch + 1) / (schedule.warmup_epochs + 1)
    after = epoch - schedule.warmup_epochs
    match schedule.name:
        case "step":
            return rate * math.pow(schedule.factor, after // schedule.every)
        case "exponential":
            return rate * math.pow(schedule.factor, after / schedule.every)
        case "cosine":
            share = min(after / max(training.epochs - schedule.warmup_epochs, 1), 1.0)
            falling = (1 + math.cos(math.pi * share)) / 2
            return rate * ((1 - schedule.alpha) * falling + schedule.alpha)
    return rate


def same_rates(one: Training, other: Training) -> bool:
    """Whether the schedules of two trainings have the same rates."""
    cosine = one.schedule is not None and one.schedule.name == "cosine"
    return (
        one.schedule == other.schedule
        and one.optimizer.learning_rate == other.optimizer.learning_rate
        and (one.epochs == other.epochs or not cosine)
    )


def set_by_hand(
    training: Training, changes: Iterable[tuple[int, int, float]]
) -> tuple[tuple[int, int, float], ...]:
    """The changes of a run's learning rate that the schedule does not make by itself.

    Args:
        training: the training settings of the run.
        changes: the changes in order: finished epochs, finished batches of the next epoch, and the new rate.
    """
    found: list[tuple[int, int, float]] = []
    for epoch, batch, value in changes:
        # The first rate that is not from the schedule ends the schedule.
        if training.schedule is None or found or batch or single(value) != single(rate_at(training, epoch)):
            found.append((epoch, batch, value))
    return tuple(found)
