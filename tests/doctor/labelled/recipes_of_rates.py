"""Recipes of cases with a wrong learning rate: too high, too low, or so high that training diverges."""

from typing import Any

import numpy as np

from tests.doctor.labelled.case import Case
from tests.doctor.labelled.draws import (
    NUMBERS,
    RATES,
    Train,
    end_of,
    is_behind,
    log_uniform,
    one_of,
    train_reference,
    usual_case,
)
from tests.doctor.labelled.training import History


def too_high(rng: Any) -> Case:
    """A case with a learning rate 30 to 300 times the usual one."""
    optimizer = one_of(rng, ("adam", "adam", "rmsprop", "sgd", "momentum"))
    low, high = RATES[optimizer]
    return usual_case(
        rng,
        "rate_too_high",
        optimizer=optimizer,
        rate=float(f"{log_uniform(rng, low, high) * log_uniform(rng, 30, 300):.2g}"),
        epochs=one_of(rng, (20, 40, 60, 100, 200)),
        scale=one_of(rng, (1.0, 0.01)),
        without_validation=bool(rng.random() < 0.15),
    )


def is_too_high(case: Case, history: History, train: Train) -> bool:
    """Whether the loss stays finite and far behind that of a usual learning rate."""
    loss = np.asarray(history["loss"])
    if not np.isfinite(loss).all() or (end_of(loss) > 3 * loss.min() and end_of(loss) > 2 * loss[0]):
        return False
    return is_behind(end_of(loss, 0.5), train_reference(case, train))


def too_low(rng: Any) -> Case:
    """A case with a learning rate 100 to 1,000 times smaller than the usual one."""
    optimizer = one_of(rng, ("adam", "adam", "sgd", "momentum"))
    low, high = RATES[optimizer]
    return usual_case(
        rng,
        "rate_too_low",
        optimizer=optimizer,
        rate=float(f"{log_uniform(rng, low, high) / log_uniform(rng, 100, 1000):.2g}"),
        epochs=one_of(rng, (15, 30, 60, 100)),
        scale=one_of(rng, (1.0, 0.01, 100.0 if optimizer == "adam" else 1.0)),
        loss="",
        without_validation=bool(rng.random() < 0.15),
    )


def is_too_low(case: Case, history: History, train: Train) -> bool:
    """Whether the loss is far behind that of a usual learning rate."""
    return is_behind(end_of(history["loss"]), train_reference(case, train))


def diverged(rng: Any) -> Case:
    """A case whose steps are too large for its targets or its rate."""
    optimizer = one_of(rng, ("sgd", "sgd", "momentum"))
    raw = bool(rng.random() < 0.6)
    return usual_case(
        rng,
        "diverged",
        NUMBERS,
        optimizer=optimizer,
        units=one_of(rng, ((), (), (8,), (16, 8))),
        activation="relu",
        raw=raw,
        rate=log_uniform(rng, 1e-7, 1e-4) if raw else log_uniform(rng, 0.1, 2),
        scale=one_of(rng, (1.0, 1.0, 100.0, 0.01)),
        epochs=one_of(rng, (6, 10, 20, 50)),
        loss="",
        without_validation=bool(rng.random() < 0.15),
    )


def is_diverged(case: Case, history: History, train: Train) -> bool:
    """Whether the loss grows, or becomes infinite or NaN."""
    loss = np.asarray(history["loss"])
    if not np.isfinite(loss).all():
        return bool(
            np.isfinite(loss[0]) or case.seed % 4 == 0
        )  # few that are no number from the beginning on
    return bool(loss[-1] > 5 * loss.min() and loss[-1] > 3 * loss[0])
