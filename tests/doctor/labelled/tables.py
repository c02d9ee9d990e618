"""The tables on which the labelled curves are trained: bundled ones, toys, and synthetic ones."""

from functools import cache
from typing import Any

import numpy as np
from sklearn.datasets import (
    make_classification,
    make_friedman1,
    make_friedman2,
    make_friedman3,
    make_gaussian_quantiles,
    make_hastie_10_2,
    make_regression,
    make_sparse_uncorrelated,
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
