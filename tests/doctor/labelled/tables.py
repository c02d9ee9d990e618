"""The tables on which the labelled curves are trained: bundled ones, toys, and synthetic ones."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from sklearn.datasets import (
    make_circles,
    make_classification,
    make_friedman1,
    make_friedman2,
    make_friedman3,
    make_gaussian_quantiles,
    make_hastie_10_2,
    make_regression,
    make_sparse_uncorrelated,
    make_swiss_roll,
)

from playground.experiment import Data, Experiment
from playground.plan import plan


@cache
def table(name: str) -> tuple[Any, Any, int]:
    """(x, y, n_classes) in a shuffled order; features standardized, n_classes is 0 for a number (standardized)."""
    rng = np.random.default_rng(7)
    if name in _SYNTHETIC:
        x, y, classes = _SYNTHETIC[name]()
        x = (x - x.mean(0)) / x.std(0)
        y = y.astype(int) if classes else (y - y.mean()) / y.std()
    else:
        options = {"noise": 0.1} if name in ("moons", "circle", "spiral") else {}
        data = Data(dataset=name, scaling="standard", options=options) if options else Data(dataset=name)
        prepared = plan(Experiment(data=data.model_copy(update={"scaling": "standard"}))).prepared
        x = np.concatenate([prepared.training.x, prepared.validation.x])
        y = np.concatenate([prepared.training.y, prepared.validation.y]).ravel()
        classes = 0 if str(prepared.task) == "regression" else int(y.max()) + 1
    order = rng.permutation(len(x))
    dtype = "int32" if classes else "float32"
    return x[order].astype("float32"), y[order].astype(dtype), classes


_SYNTHETIC: dict[str, Any] = {
    "friedman": lambda: (*make_friedman1(1200, 10, noise=1.0, random_state=1), 0),
    "friedman2": lambda: (*make_friedman2(1500, noise=30.0, random_state=2), 0),
    "linear": lambda: (*make_regression(2000, 12, n_informative=8, noise=20.0, random_state=3), 0),
    "friedman3": lambda: (*make_friedman3(1200, noise=0.1, random_state=8), 0),
    "sparse": lambda: (*make_sparse_uncorrelated(1200, 10, random_state=9), 0),
    "quantiles": lambda: (
        *make_gaussian_quantiles(n_samples=1500, n_features=4, n_classes=3, random_state=10),
        3,
    ),
    "hastie": lambda: _hastie(1500),
    "roll": lambda: (*make_swiss_roll(1500, noise=0.5, random_state=12), 0),
    "low-rank": lambda: (
        *make_regression(1400, 25, n_informative=10, effective_rank=6, noise=2.0, random_state=13),
        0,
    ),
    "product": lambda: (*_numbers(lambda x: x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2])), 0),
    "wave": lambda: (*_numbers(lambda x: np.sin(3 * x[:, 0]) + 0.5 * np.abs(x[:, 1])), 0),
    "rings": lambda: (*_with_idle(*make_circles(1300, noise=0.12, factor=0.4, random_state=14)), 2),
    "checkers": lambda: (*_checkers(1500), 2),
    "clusters-3": lambda: (
        *make_classification(1200, 30, n_informative=6, n_classes=3, flip_y=0.1, random_state=15),
        3,
    ),
    "clusters-8": lambda: (
        *make_classification(2000, 14, n_informative=12, n_classes=8, flip_y=0.01, random_state=16),
        8,
    ),
    "synthetic": lambda: (
        *make_classification(1500, 20, n_informative=8, n_redundant=4, flip_y=0.05, random_state=4),
        2,
    ),
    "synthetic-5": lambda: (
        *make_classification(3000, 16, n_informative=10, n_classes=5, flip_y=0.02, random_state=5),
        5,
    ),
    "noisy-classes": lambda: (
        *make_classification(1500, 12, n_informative=5, flip_y=0.15, class_sep=1.5, random_state=6),
        2,
    ),
}


def _hastie(n_rows: int) -> Any:
    x, y = make_hastie_10_2(n_rows, random_state=11)
    return x, (y + 1) / 2, 2


def _numbers(of: Callable[[Any], Any]) -> Any:
    """Five features, and a number that depends on some of them, with noise."""
    rng = np.random.default_rng(17)
    x = rng.normal(size=(1400, 5))
    return x, of(x) + rng.normal(0, 0.2, len(x))


def _with_idle(x: Any, y: Any) -> Any:
    """The table with three features more that say nothing."""
    return np.concatenate([x, np.random.default_rng(18).normal(size=(len(x), 3))], axis=1), y


def _checkers(n_rows: int) -> Any:
    """A board of 4 × 4 fields of two colours; one label in twenty is wrong."""
    rng = np.random.default_rng(19)
    x = rng.uniform(0, 4, (n_rows, 2))
    y = np.floor(x).sum(1) % 2
    return x, np.where(rng.random(n_rows) < 0.05, 1 - y, y)
