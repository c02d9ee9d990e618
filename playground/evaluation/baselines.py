"""Baselines: simple models on the same rows, which show how much a network improves on them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from playground.datasets import Prepared
from playground.datasets.arrays import Floats, Inputs
from playground.evaluation.answers import predicted_of
from playground.words import Task

# The most numbers in the table to which a linear model is fitted; of a larger table, evenly spread rows are used.
MOST_NUMBERS = 3_000_000

TITLES: Mapping[str, str] = {
    "mean": "the mean",
    "most_frequent": "the most frequent class",
    "linear": "a linear model",
}

# From inputs, (n_rows, n_inputs), to the form of `Answers.predicted`.
Baseline: TypeAlias = Callable[[Inputs], Floats]


def baselines(prepared: Prepared) -> Mapping[str, Baseline]:
    """Models fitted to the training rows of a table, by name: `mean` or `most_frequent`, then `linear`."""
    if prepared.task is Task.REGRESSION:
        return {"mean": _mean(prepared), "linear": _linear(prepared)}
    return {"most_frequent": _most_frequent(prepared), "linear": _logistic(prepared)}


def _fitted_rows(prepared: Prepared) -> slice:
    """The training rows that linear models are fitted to."""
    rows = len(prepared.training)
    return slice(None, None, -(-rows * len(prepared.inputs) // MOST_NUMBERS))


def _mean(prepared: Prepared) -> Baseline:
    values = predicted_of(prepared, prepared.training.y.astype(np.float64))
    middle = float(values.mean())
    return lambda x: np.full(len(x), middle)


def _linear(prepared: Prepared) -> Baseline:
    """Least squares on the target in the form that the network learns."""
    from sklearn.linear_model import LinearRegression

    rows = _fitted_rows(prepared)
    model = LinearRegression().fit(
        prepared.training.x[rows].astype(np.float64), prepared.training.y[rows].astype(np.float64)
    )
    return lambda x: predicted_of(prepared, model.predict(x.astype(np.float64)))


def _most_frequent(prepared: Prepared) -> Baseline:
    """Gives each class its frequency as probability, so that it predicts the most frequent class."""
    from sklearn.dummy import DummyClassifier

    y = prepared.training.y.reshape(-1).astype(np.int64)
    model = DummyClassifier(strategy="prior").fit(np.zeros((len(y), 1)), y)
    return lambda x: _probabilities(prepared, model, np.zeros((len(x), 1)))


def _logistic(prepared: Prepared) -> Baseline:
    """Logistic regression with scikit-learn's default penalty and the network's class weights.

    If all its rows are of one class, it predicts the most frequent class.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = _fitted_rows(prepared)
    if np.ptp(prepared.training.y[rows]) == 0:
        return _most_frequent(prepared)
    weights = "balanced" if prepared.class_weights else None
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, class_weight=weights))
    model.fit(
        prepared.training.x[rows].astype(np.float64),
        prepared.training.y[rows].reshape(-1).astype(np.int64),
    )
    return lambda x: _probabilities(prepared, model, x.astype(np.float64))


def _probabilities(prepared: Prepared, model: Any, x: Any) -> Floats:
    """The probabilities of class 1 of two, or of all classes; a class without training rows gets 0."""
    found = model.predict_proba(x)
    whole = np.zeros((len(found), len(prepared.classes)))
    whole[:, model.classes_] = found
    return whole[:, 1] if prepared.task is Task.BINARY else whole
