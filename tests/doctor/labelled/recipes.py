"""Recipes: how cases of each kind are drawn, and what must be true of a run beside its own curve to keep its label.

The proof of a label uses what the doctor never sees: a longer run, a run with a usual learning rate or a large network,
or a validation with many rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tests.doctor.labelled.case import Case
from tests.doctor.labelled.training import History

Draw = Callable[[Any], Case]
Train = Callable[[Case], History]
Proof = Callable[[Case, History, Train], bool]

NUMBERS = ("red-wine", "auto-mpg", "concrete", "diabetes", "friedman", "friedman2", "linear", "plane", "sine")
CLASSES = (
    *("ionosphere", "breast-cancer", "iris", "wine", "penguins", "digits", "circle", "moons", "xor"),
    *("blobs-3", "synthetic", "synthetic-5", "noisy-classes"),
)
CURVED = ("circle", "xor", "spiral", "sine", "parabola", "friedman", "concrete", "synthetic-5", "digits")
NOISY = (
    "red-wine",
    "diabetes",
    "friedman",
    "ionosphere",
    "synthetic",
    "noisy-classes",
    "concrete",
    "auto-mpg",
)
RATES = {"adam": (0.002, 0.01), "rmsprop": (0.001, 0.005), "sgd": (0.05, 0.2), "momentum": (0.01, 0.04)}

_MOST_STEPS = 3000  # of the optimizer in a run: larger batches where it would need more


@dataclass(frozen=True)
class Recipe:
    """How one kind is drawn and proved, and how many cases of it are kept."""

    draw: Draw
    proof: Proof
    n_kept: int


def _one(rng: Any, values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def _log(rng: Any, low: float, high: float) -> float:
    return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.2g}")


def _usual(rng: Any, label: str, tables: tuple[str, ...] = NUMBERS + CLASSES, **changed: Any) -> Case:
    """A sensible run; `changed` makes it a case of its kind."""
    name = _one(rng, tables)
    numbers = name in NUMBERS or name == "parabola"
    optimizer = _one(rng, ("adam", "adam", "adam", "rmsprop", "sgd", "momentum"))
    usual: dict[str, Any] = {
        "units": _one(rng, ((8,), (16,), (16, 8), (32,), (32, 15))),
        "activation": _one(rng, ("relu", "relu", "tanh", "elu")),
        "optimizer": optimizer,
        "rate": _log(rng, *RATES[optimizer]),
        "batch": _one(rng, (8, 16, 32, 32, 64)),
        "epochs": _one(rng, (10, 20, 40, 60, 100, 150, 300)),
        "loss": _one(rng, ("", "", "mae", "huber", "log_cosh")) if numbers else "",
        "seed": int(rng.integers(10_000)),
        "rows": _one(rng, (300, 500, 900)),
        "metric": bool(rng.random() < 0.6),
        "plain": bool(rng.random() < 0.1),
    }
    if numbers and usual["loss"] in ("", "mae") and rng.random() < 0.35:
        usual["scale"] = _one(rng, (0.01, 100.0))
        if usual["scale"] > 1:
            usual |= {"optimizer": "adam", "rate": _log(rng, 0.02, 0.1)}
    settings = usual | changed
    while settings["rows"] * settings["epochs"] > _MOST_STEPS * settings["batch"] and settings["batch"] < 128:
        settings["batch"] *= 2
    return Case(label=label, table=name, **settings)


def _end(values: Any, share: float = 0.1) -> float:
    values = np.asarray(values, float)
    return float(np.median(values[-max(1, round(share * len(values))) :]))


def _longer(case: Case, times: int, train: Train) -> History:
    """The same run (the same first epochs) going on; no early stopping, and with validation."""
    epochs = case.epochs * times
    return train(replace(case, epochs=epochs, patience=0, without_validation=False))


def _reference(case: Case, train: Train) -> History:
    """A usual network at a usual rate on the same rows."""
    rate = 0.05 if case.scale > 1 else 0.005
    usual = {"units": (64, 32), "activation": "relu", "optimizer": "adam", "rate": rate, "rates": ()}
    usual |= {"epochs": 100, "raw": False, "batch": 32}
    return train(replace(case, **usual, without_validation=False, plain=False, patience=0))


def _behind(end: float, reference: History) -> bool:
    """Whether a loss is clearly above what a usual run reaches: by a share of its level and of that run's fall."""
    reached = min(reference["loss"])
    return reached < 0.6 * end and end - reached > 0.15 * (reference["loss"][0] - reached)


def _healthy(rng: Any) -> Case:
    changed: dict[str, Any] = {}
    turn = rng.random()
    if turn < 0.15:
        changed = {"epochs": 10, "batch": 8, "rows": 900}
    elif turn < 0.27:
        changed = {"epochs": 1000, "batch": 64, "rows": 500, "plain": False}
    elif turn < 0.6:
        changed = {"patience": _one(rng, (5, 10, 20)), "epochs": 300}
    else:
        changed = {"epochs": _one(rng, (30, 60, 100, 150))}
    changed["units"] = _one(rng, ((16,), (16, 8), (32,), (32, 15), (24, 24)))
    if rng.random() < 0.15:
        changed["dropout"] = 0.1
    if rng.random() < 0.2:
        changed["l2"] = 0.001
    if rng.random() < 0.1:
        changed["without_validation"] = True
        changed["patience"] = 0
    return _usual(rng, "healthy", **changed)


def _is_healthy(case: Case, history: History, train: Train) -> bool:
    length = len(history["loss"])
    if "val_loss" in history and not _settles(history["loss"], history["val_loss"]):
        return False
    longer = history if case.patience else _longer(case, 2, train)
    loss, seen = np.asarray(longer["loss"][:length]), np.asarray(longer["val_loss"][:length])
    fall = max(loss[0], seen[0]) - seen.min()
    return bool(
        _settles(loss, seen)
        and min(longer["val_loss"]) > seen.min() - 0.07 * fall
        and _end(longer["loss"]) > _end(loss) - 0.1 * fall
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
        and _end(seen, 0.05) - seen.min() < 0.07 * fall
        and _end(seen, 0.05) < 1.15 * seen.min()
        and _end(seen) - _end(loss) < 0.3 * fall
    )


def _underfitting(rng: Any) -> Case:
    return _usual(
        rng,
        "underfitting",
        CURVED,
        units=_one(rng, ((), (1,), (1,), (2,))),
        epochs=_one(rng, (60, 100, 200, 400)),
        without_validation=bool(rng.random() < 0.15),
    )


def _is_underfitting(case: Case, history: History, train: Train) -> bool:
    longer, reference = _longer(case, 2, train), _reference(case, train)
    end = _end(history["loss"])
    return (
        _behind(end, reference)
        and min(reference["val_loss"]) < 0.75 * min(longer["val_loss"])
        and _end(longer["loss"]) > 0.93 * end
    )


def _overfitting(rng: Any) -> Case:
    return _usual(
        rng,
        "overfitting",
        NOISY,
        units=_one(rng, ((128, 128), (96, 96), (256,), (128, 64, 64))),
        optimizer="adam",
        rate=_log(rng, 0.001, 0.004),
        scale=_one(rng, (1.0, 1.0, 0.01)),
        rows=_one(rng, (40, 70, 120, 200)),
        epochs=_one(rng, (60, 100, 200, 400)),
        flipped=_one(rng, (0.0, 0.2)),
    )


def _is_overfitting(case: Case, history: History, train: Train) -> bool:
    seen = np.asarray(history["val_loss"])
    end, trained = _end(seen), _end(history["loss"])
    fall = max(seen[0], history["loss"][0]) - seen.min()
    return bool(end - seen.min() > max(0.12 * seen.min(), 0.03 * fall) and trained < 0.5 * end)


def _too_high(rng: Any) -> Case:
    optimizer = _one(rng, ("adam", "adam", "rmsprop", "sgd", "momentum"))
    low, high = RATES[optimizer]
    return _usual(
        rng,
        "rate_too_high",
        optimizer=optimizer,
        rate=float(f"{_log(rng, low, high) * _log(rng, 30, 300):.2g}"),
        epochs=_one(rng, (20, 40, 60, 100, 200)),
        scale=_one(rng, (1.0, 0.01)),
        without_validation=bool(rng.random() < 0.15),
    )


def _is_too_high(case: Case, history: History, train: Train) -> bool:
    loss = np.asarray(history["loss"])
    if not np.isfinite(loss).all() or (_end(loss) > 3 * loss.min() and _end(loss) > 2 * loss[0]):
        return False
    return _behind(_end(loss, 0.5), _reference(case, train))


def _too_low(rng: Any) -> Case:
    optimizer = _one(rng, ("adam", "adam", "sgd", "momentum"))
    low, high = RATES[optimizer]
    return _usual(
        rng,
        "rate_too_low",
        optimizer=optimizer,
        rate=float(f"{_log(rng, low, high) / _log(rng, 100, 1000):.2g}"),
        epochs=_one(rng, (15, 30, 60, 100)),
        scale=_one(rng, (1.0, 0.01, 100.0 if optimizer == "adam" else 1.0)),
        loss="",
        without_validation=bool(rng.random() < 0.15),
    )


def _is_too_low(case: Case, history: History, train: Train) -> bool:
    return _behind(_end(history["loss"]), _reference(case, train))


def _diverged(rng: Any) -> Case:
    optimizer = _one(rng, ("sgd", "sgd", "momentum"))
    raw = bool(rng.random() < 0.6)
    return _usual(
        rng,
        "diverged",
        NUMBERS,
        optimizer=optimizer,
        units=_one(rng, ((), (), (8,), (16, 8))),
        activation="relu",
        raw=raw,
        rate=_log(rng, 1e-7, 1e-4) if raw else _log(rng, 0.1, 2),
        scale=_one(rng, (1.0, 1.0, 100.0, 0.01)),
        epochs=_one(rng, (6, 10, 20, 50)),
        loss="",
        without_validation=bool(rng.random() < 0.15),
    )


def _is_diverged(case: Case, history: History, train: Train) -> bool:
    loss = np.asarray(history["loss"])
    if not np.isfinite(loss).all():
        return bool(
            np.isfinite(loss[0]) or case.seed % 4 == 0
        )  # few that are no number from the beginning on
    return bool(loss[-1] > 5 * loss.min() and loss[-1] > 3 * loss[0])


def _plateau(rng: Any) -> Case:
    turn, epochs = rng.random(), _one(rng, (100, 200, 400))
    hidden = bool(rng.random() < 0.15)
    if turn < 0.35:  # a rate that is lowered late
        changed = {
            "optimizer": "adam",
            "rate": _log(rng, 0.1, 1.0),
            "rates": ((int(epochs * rng.uniform(0.4, 0.75)), 0.01),),
            "scale": 1.0,
            "loss": "",
        }
    else:
        changed = {
            "units": (16,) * _one(rng, (3, 4, 5)),
            "activation": "sigmoid",
            "optimizer": _one(rng, ("sgd", "momentum")),
            "rate": _log(rng, 0.02, 0.5),
            "scale": 1.0,
        }
    tables = ("breast-cancer", "moons", "digits", "synthetic-5", "concrete", "auto-mpg", "friedman2", "wine")
    return _usual(rng, "plateau", tables, epochs=epochs, batch=32, without_validation=hidden, **changed)


def _is_plateau(case: Case, history: History, train: Train) -> bool:
    loss = np.asarray(history["loss"])
    if not np.isfinite(loss).all():
        return False
    n, end = len(loss), _end(loss, 0.05)
    if case.rates:
        at = case.rates[0][0]
        before, middle = float(np.median(loss[n // 5 : at])), (n // 5 + at) // 2
        moved = abs(np.median(loss[n // 5 : middle]) - np.median(loss[middle:at]))
        return bool(end < 0.7 * before and moved < 0.1 * before and _behind(before, _reference(case, train)))
    early = loss[max(1, n // 20) : n // 5]
    stands = early.max() - early.min() < 0.02 * early.mean()
    later = loss[n // 5 :]
    never = later.max() - later.min() < 0.01 * later.mean()
    falls = end < 0.8 * early.mean()
    return bool(stands and (falls or never) and _behind(early.mean(), _reference(case, train)))


def _noisy(rng: Any) -> Case:
    return _usual(
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
        rate=_log(rng, 0.003, 0.02),
        batch=_one(rng, (8, 16, 32)),
        epochs=_one(rng, (30, 60, 100)),
        dropout=_one(rng, (0.0, 0.2)),
        scale=1.0,
        metric=bool(rng.random() < 0.7),
    )


def jumps(values: Any) -> float:
    """The usual size of a step of the second half that its neighbours do not continue."""
    values = np.asarray(values, float)[len(values) // 2 :]
    return float(np.median(np.abs(values[1:-1] - (values[:-2] + values[2:]) / 2)))


def _is_noisy(case: Case, history: History, train: Train) -> bool:
    many = train(replace(case, validation=None))
    seen = np.asarray(history["val_loss"])
    return bool(jumps(seen) > 2 * jumps(many["val_loss"]) and jumps(seen) > 0.03 * np.median(seen))


def _too_early(rng: Any) -> Case:
    case = _usual(rng, "stopped_too_early", scale=1.0, without_validation=bool(rng.random() < 0.15))
    return replace(
        case, epochs=_one(rng, (5, 8, 12, 20, 30)), rate=case.rate / 4, batch=_one(rng, (32, 64, 128))
    )


def _is_too_early(case: Case, history: History, train: Train) -> bool:
    longer = _longer(case, 10, train)
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
    return _usual(
        rng,
        "validation_below_training",
        units=_one(rng, ((64, 64), (128,), (32, 32), (64, 32))),
        activation="relu",
        dropout=_one(rng, (0.0, 0.2, 0.4) if easy else (0.4, 0.5, 0.6)),
        noise=_one(rng, (0.0, 0.0, 0.5)),
        easy=easy,
        optimizer="adam",
        epochs=_one(rng, (40, 80, 150)),
        scale=_one(rng, (1.0, 0.01)),
    )


def _is_below(case: Case, history: History, train: Train) -> bool:
    half = len(history["loss"]) // 2
    loss, seen = np.asarray(history["loss"][half:]), np.asarray(history["val_loss"][half:])
    below = float(np.median(loss) - np.median(seen))
    return bool(below > 0.2 * np.median(loss) and below > 0.05 * history["loss"][0])


RECIPES: dict[str, Recipe] = {
    "healthy": Recipe(_healthy, _is_healthy, 33),
    "underfitting": Recipe(_underfitting, _is_underfitting, 15),
    "overfitting": Recipe(_overfitting, _is_overfitting, 15),
    "rate_too_high": Recipe(_too_high, _is_too_high, 15),
    "rate_too_low": Recipe(_too_low, _is_too_low, 15),
    "diverged": Recipe(_diverged, _is_diverged, 15),
    "plateau": Recipe(_plateau, _is_plateau, 15),
    "noisy_validation": Recipe(_noisy, _is_noisy, 15),
    "stopped_too_early": Recipe(_too_early, _is_too_early, 15),
    "validation_below_training": Recipe(_below, _is_below, 15),
}
