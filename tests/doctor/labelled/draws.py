"""Sensible cases, drawn at random, and the runs beside a case that prove its label."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tests.doctor.labelled.case import Case
from tests.doctor.labelled.training import History

Train = Callable[[Case], History]

NUMBERS = (
    *("red-wine", "auto-mpg", "concrete", "diabetes", "plane", "sine"),
    *("friedman", "friedman2", "friedman3", "linear", "sparse"),
)
CLASSES = (
    *("ionosphere", "breast-cancer", "iris", "wine", "penguins", "digits", "circle", "moons", "xor"),
    *("blobs-3", "synthetic", "synthetic-5", "noisy-classes", "quantiles", "hastie"),
)
CURVED = (
    *("circle", "xor", "spiral", "sine", "parabola", "friedman", "concrete", "synthetic-5", "digits"),
    *("friedman3", "quantiles", "hastie"),
)
NOISY = (
    "red-wine",
    "diabetes",
    "friedman",
    "ionosphere",
    "synthetic",
    "noisy-classes",
    "concrete",
    "auto-mpg",
    "sparse",
)
RATES = {"adam": (0.002, 0.01), "rmsprop": (0.001, 0.005), "sgd": (0.05, 0.2), "momentum": (0.01, 0.04)}

_MOST_PLAIN = 60  # epochs that `model.fit` trains: each takes it a tenth of a second and more
_MOST_STEPS = 3000  # of the optimizer in a run: larger batches where it would need more


def one_of(rng: Any, values: Any) -> Any:
    """One of the values."""
    return values[int(rng.integers(len(values)))]


def log_uniform(rng: Any, low: float, high: float) -> float:
    """A number to two digits, all powers alike."""
    return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.2g}")


def usual_case(rng: Any, label: str, tables: tuple[str, ...] = NUMBERS + CLASSES, **changed: Any) -> Case:
    """A sensible run; `changed` makes it a case of its kind."""
    name = one_of(rng, tables)
    numbers = name in NUMBERS or name == "parabola"
    optimizer = one_of(rng, ("adam", "adam", "adam", "rmsprop", "sgd", "momentum"))
    usual: dict[str, Any] = {
        "units": one_of(rng, ((8,), (16,), (16, 8), (32,), (32, 15), (64,), (24, 24, 12))),
        "activation": one_of(rng, ("relu", "relu", "tanh", "elu")),
        "optimizer": optimizer,
        "rate": log_uniform(rng, *RATES[optimizer]),
        "batch": one_of(rng, (8, 16, 32, 32, 64)),
        "epochs": one_of(rng, (10, 20, 40, 60, 100, 150, 300)),
        "loss": one_of(rng, ("", "", "mae", "huber", "log_cosh")) if numbers else "",
        "seed": int(rng.integers(10_000)),
        "rows": one_of(rng, (300, 500, 900)),
        "metric": bool(rng.random() < 0.6),
        "plain": bool(rng.random() < 0.1),
    }
    if numbers and usual["loss"] in ("", "mae") and rng.random() < 0.35:
        usual["scale"] = one_of(rng, (0.01, 100.0))
        if usual["scale"] > 1:
            usual |= {"optimizer": "adam", "rate": log_uniform(rng, 0.02, 0.1)}
    settings = usual | changed
    while settings["rows"] * settings["epochs"] > _MOST_STEPS * settings["batch"] and settings["batch"] < 128:
        settings["batch"] *= 2
    settings["plain"] &= settings["epochs"] <= _MOST_PLAIN
    return Case(label=label, table=name, **settings)


def end_of(values: Any, share: float = 0.1) -> float:
    """The median of the last values."""
    values = np.asarray(values, float)
    return float(np.median(values[-max(1, round(share * len(values))) :]))


def train_longer(case: Case, times: int, train: Train) -> History:
    """The same run going on (its first epochs are the same where `fit` trained it), with validation and to its end."""
    epochs = case.epochs * times
    return train(replace(case, epochs=epochs, patience=0, without_validation=False, plain=False))


def train_reference(case: Case, train: Train) -> History:
    """A usual network at a usual rate on the same rows."""
    rate = 0.05 if case.scale > 1 else 0.005
    usual = {"units": (64, 32), "activation": "relu", "optimizer": "adam", "rate": rate, "rates": ()}
    usual |= {"epochs": 100, "raw": False, "batch": 32}
    return train(replace(case, **usual, without_validation=False, plain=False, patience=0))


def is_behind(end: float, reference: History) -> bool:
    """Whether a loss is clearly above what a usual run reaches: by a share of its level and of that run's fall."""
    reached = min(reference["loss"])
    return reached < 0.6 * end and end - reached > 0.15 * (reference["loss"][0] - reached)
