"""Recipes: how cases of each kind are drawn, and what must be true of a run beside its own curve to keep its label.

The proof of a label uses what the doctor never sees: a longer run, a run with a usual learning rate or a large network,
or a validation with many rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tests.doctor.labelled.case import Case
from tests.doctor.labelled.draws import (
    CURVED,
    NOISY,
    Train,
    end_of,
    is_behind,
    log_uniform,
    one_of,
    train_longer,
    train_reference,
    usual_case,
)
from tests.doctor.labelled.recipes_of_rates import (
    diverged,
    is_diverged,
    is_too_high,
    is_too_low,
    too_high,
    too_low,
)
from tests.doctor.labelled.training import History

Draw = Callable[[Any], Case]
Proof = Callable[[Case, History, Train], bool]


@dataclass(frozen=True)
class Recipe:
    """How one kind is drawn and proved, and how many cases are kept of each of its draws, and of the one held out."""

    draw: Draw
    proof: Proof
    n_kept: int = 15
    n_held: int = 5


def _healthy(rng: Any) -> Case:
    changed: dict[str, Any] = {}
    turn = rng.random()
    if turn < 0.15:
        changed = {"epochs": 10, "batch": 8, "rows": 900}
    elif turn < 0.27:
        changed = {"epochs": 1000, "batch": 64, "rows": 500, "plain": False}
    elif turn < 0.6:
        changed = {"patience": one_of(rng, (5, 10, 20)), "epochs": 300}
    else:
        changed = {"epochs": one_of(rng, (30, 60, 100, 150))}
    changed["units"] = one_of(rng, ((16,), (16, 8), (32,), (32, 15), (24, 24)))
    if rng.random() < 0.15:
        changed["dropout"] = 0.1
    if rng.random() < 0.2:
        changed["l2"] = 0.001
    if rng.random() < 0.1:
        changed["without_validation"] = True
        changed["patience"] = 0
    return usual_case(rng, "healthy", **changed)


def _is_healthy(case: Case, history: History, train: Train) -> bool:
    length = len(history["loss"])
    if "val_loss" in history and not _settles(history["loss"], history["val_loss"]):
        return False
    longer = history if case.patience else train_longer(case, 2, train)
    loss, seen = np.asarray(longer["loss"][:length]), np.asarray(longer["val_loss"][:length])
    fall = max(loss[0], seen[0]) - seen.min()
    return bool(
        _settles(loss, seen)
        and min(longer["val_loss"]) > seen.min() - 0.07 * fall
        and end_of(longer["loss"]) > end_of(loss) - 0.1 * fall
        # A larger network would not do much better: else it underfits.
        and min(train_reference(case, train)["val_loss"]) > 0.75 * seen.min()
    )


def _settles(losses: Any, seen: Any) -> bool:
    """Whether both fall, validation stays near its lowest value, and the gap is modest."""
    loss, seen = np.asarray(losses, float), np.asarray(seen, float)
    if not np.isfinite(loss).all() or not np.isfinite(seen).all():
        return False
    first = max(loss[0], seen[0])
    fall = first - seen.min()
    return bool(
        fall > 0.2 * first
        and end_of(seen, 0.05) - seen.min() < 0.07 * fall
        and end_of(seen, 0.05) < 1.15 * seen.min()
        and end_of(seen) - end_of(loss) < 0.3 * fall
    )


def _underfitting(rng: Any) -> Case:
    return usual_case(
        rng,
        "underfitting",
        CURVED,
        units=one_of(rng, ((), (1,), (1,), (2,))),
        epochs=one_of(rng, (60, 100, 200, 400)),
        without_validation=bool(rng.random() < 0.15),
    )


def _is_underfitting(case: Case, history: History, train: Train) -> bool:
    longer, reference = train_longer(case, 2, train), train_reference(case, train)
    end = end_of(history["loss"])
    return (
        is_behind(end, reference)
        and min(reference["val_loss"]) < 0.75 * min(longer["val_loss"])
        and end_of(longer["loss"]) > 0.93 * end
    )


def _overfitting(rng: Any) -> Case:
    return usual_case(
        rng,
        "overfitting",
        NOISY,
        units=one_of(rng, ((128, 128), (96, 96), (256,), (128, 64, 64))),
        optimizer="adam",
        rate=log_uniform(rng, 0.001, 0.004),
        scale=one_of(rng, (1.0, 1.0, 0.01)),
        rows=one_of(rng, (40, 70, 120, 200)),
        epochs=one_of(rng, (60, 100, 200, 400)),
        flipped=one_of(rng, (0.0, 0.2)),
    )


def _is_overfitting(case: Case, history: History, train: Train) -> bool:
    seen = np.asarray(history["val_loss"])
    end, trained = end_of(seen), end_of(history["loss"])
    fall = max(seen[0], history["loss"][0]) - seen.min()
    return bool(end - seen.min() > max(0.12 * seen.min(), 0.03 * fall) and trained < 0.5 * end)


def _plateau(rng: Any) -> Case:
    turn, epochs = rng.random(), one_of(rng, (100, 200, 300))
    hidden = bool(rng.random() < 0.15)
    if turn < 0.2:  # a rate that is lowered late
        changed = {
            "optimizer": "adam",
            "rate": log_uniform(rng, 0.1, 1.0),
            "rates": ((int(epochs * rng.uniform(0.4, 0.75)), 0.01),),
            "scale": 1.0,
            "loss": "",
        }
    else:
        changed = {
            "units": (16,) * one_of(rng, (4, 5)),
            "activation": "sigmoid",
            "optimizer": one_of(rng, ("sgd", "momentum", "momentum")),
            "rate": log_uniform(rng, 0.02, 0.3),
            "scale": 1.0,
        }
    tables = ("breast-cancer", "moons", "digits", "synthetic-5", "concrete", "auto-mpg", "friedman2", "wine")
    return usual_case(rng, "plateau", tables, epochs=epochs, batch=32, without_validation=hidden, **changed)


def _is_plateau(case: Case, history: History, train: Train) -> bool:
    loss = np.asarray(history["loss"])
    if not np.isfinite(loss).all():
        return False
    n, end = len(loss), end_of(loss, 0.05)
    if case.rates:
        at = case.rates[0][0]
        before, middle = float(np.median(loss[n // 5 : at])), (n // 5 + at) // 2
        moved = abs(np.median(loss[n // 5 : middle]) - np.median(loss[middle:at]))
        return bool(
            end < 0.7 * before and moved < 0.1 * before and is_behind(before, train_reference(case, train))
        )
    early = loss[max(1, n // 20) : n // 5]
    stands = early.max() - early.min() < 0.02 * early.mean()
    later = loss[n // 5 :]
    never = later.max() - later.min() < 0.01 * later.mean()
    falls = end < 0.8 * early.mean()
    return bool(stands and (falls or never) and is_behind(early.mean(), train_reference(case, train)))


def _noisy(rng: Any) -> Case:
    return usual_case(
        rng,
        "noisy_validation",
        (
            "red-wine",
            "auto-mpg",
            "concrete",
            "friedman",
            "ionosphere",
            "synthetic",
            "noisy-classes",
            "digits",
            "wine",
        ),
        validation=int(rng.integers(8, 15)),
        optimizer="adam",
        rate=log_uniform(rng, 0.003, 0.02),
        batch=one_of(rng, (8, 16, 32)),
        epochs=one_of(rng, (30, 60, 100)),
        dropout=one_of(rng, (0.0, 0.2)),
        scale=1.0,
        metric=bool(rng.random() < 0.7),
    )


def jumps(values: Any) -> float:
    """The usual size of a step of the second half that its neighbours do not continue."""
    values = np.asarray(values, float)[len(values) // 2 :]
    return float(np.median(np.abs(values[1:-1] - (values[:-2] + values[2:]) / 2)))


def _is_noisy(case: Case, history: History, train: Train) -> bool:
    seen = np.asarray(history["val_loss"])
    if not jumps(seen) > 0.03 * np.median(seen):
        return False
    many = train(replace(case, validation=None))
    return jumps(seen) > 2 * jumps(many["val_loss"]) and not _is_overfitting(case, many, train)


def _too_early(rng: Any) -> Case:
    case = usual_case(rng, "stopped_too_early", scale=1.0, without_validation=bool(rng.random() < 0.15))
    return replace(
        case, epochs=one_of(rng, (5, 8, 12, 20, 30)), rate=case.rate / 4, batch=one_of(rng, (32, 64, 128))
    )


def _is_too_early(case: Case, history: History, train: Train) -> bool:
    if not history["loss"][0] - history["loss"][-1] > 0.15 * history["loss"][0]:
        return False
    longer = train_longer(case, 10, train)
    loss, seen = np.asarray(longer["loss"]), np.asarray(longer["val_loss"])
    n = case.epochs
    ahead = loss[0] - loss.min()
    return bool(
        loss[0] - loss[n - 1] > 0.15 * loss[0]
        and loss[n - 1] - loss.min() > 0.35 * ahead
        and seen.min() < 0.7 * seen[n - 1]
    )


def _below(rng: Any) -> Case:
    easy = bool(rng.random() < 0.5)
    return usual_case(
        rng,
        "validation_below_training",
        units=one_of(rng, ((64, 64), (128,), (32, 32), (64, 32))),
        activation="relu",
        dropout=one_of(rng, (0.0, 0.2, 0.4) if easy else (0.4, 0.5, 0.6)),
        noise=one_of(rng, (0.0, 0.0, 0.5)),
        easy=easy,
        optimizer="adam",
        epochs=one_of(rng, (40, 80, 150)),
        scale=one_of(rng, (1.0, 0.01)),
    )


def is_below(case: Case, history: History, train: Train) -> bool:
    if "val_loss" not in history:
        return False
    half = len(history["loss"]) // 2
    loss, seen = np.asarray(history["loss"][half:]), np.asarray(history["val_loss"][half:])
    below = float(np.median(loss) - np.median(seen))
    return bool(below > 0.2 * np.median(loss) and below > 0.05 * history["loss"][0])


RECIPES: dict[str, Recipe] = {
    "healthy": Recipe(_healthy, _is_healthy, 20, 20),
    "underfitting": Recipe(_underfitting, _is_underfitting),
    "overfitting": Recipe(_overfitting, _is_overfitting),
    "rate_too_high": Recipe(too_high, is_too_high),
    "rate_too_low": Recipe(too_low, is_too_low),
    "diverged": Recipe(diverged, is_diverged),
    "plateau": Recipe(_plateau, _is_plateau, 10),
    "noisy_validation": Recipe(_noisy, _is_noisy, 10),
    "stopped_too_early": Recipe(_too_early, _is_too_early),
    "validation_below_training": Recipe(_below, is_below),
}
