"""Measures of answers by scikit-learn, under Keras' names; a measure without a value has a reason.

This file and its neighbours import scikit-learn, a quarter of the server's libraries, at the first judgement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from playground.datasets.arrays import Integers
from playground.evaluation.answers import Answers, choose
from playground.experiment.measures import title_of
from playground.mentions import quoted
from playground.plan import Plan
from playground.words import Task

# The measures of a task, in the order in which they are shown.
NAMES: Mapping[Task, tuple[str, ...]] = {
    Task.REGRESSION: ("mae", "mse", "rmse", "r2"),
    Task.BINARY: ("accuracy", "auc", "precision", "recall", "f1_score"),
    Task.MULTICLASS: ("accuracy", "f1_score"),
}
_NOT_FINITE = "the network answers with numbers that are not finite"
_ONE_CLASS = "all rows are of one class"
_NONE_CALLED = "no row is called {}"
_NONE_THERE = "no row is {}"


@dataclass(frozen=True)
class Measures:
    """The measures of some answers.

    Attributes:
        values: the values by name; for a regression in the target's own unit (mse in its square).
        reasons: for each measure without a value, why.
    """

    values: Mapping[str, float]
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OfClass:
    """How well one class is distinguished from the others.

    Attributes:
        rows: how many rows are of this class.
        measures: precision, recall and f1_score.
    """

    name: str
    rows: int
    measures: Measures


def measure(answers: Answers, task: Task, classes: Sequence[str], threshold: float) -> Measures:
    """All measures of a task.

    Args:
        answers: the answers to one or more rows.
        task: the task of the network.
        classes: the names of the classes; class 1 is the positive one of two.
        threshold: an answer for two classes above it means class 1.
    """
    if not answers.finite:
        return Measures({}, dict.fromkeys(NAMES[task], _NOT_FINITE))
    if task is Task.REGRESSION:
        return _of_numbers(answers)
    from sklearn import metrics

    found = choose(answers.predicted, threshold)
    accuracy = {"accuracy": float(metrics.accuracy_score(answers.actual, found))}
    if task is Task.MULTICLASS:
        each = by_class(answers.classes, found, classes)
        # A class without rows does not count; a class with rows that is never predicted counts as 0.
        scores = [one.measures.values.get("f1_score", 0.0) for one in each if one.rows]
        return Measures({**accuracy, "f1_score": float(np.mean(scores))})
    positive = by_class(answers.classes, found, classes)[1].measures
    if len(np.unique(answers.actual)) == 1:
        auc = Measures({}, {"auc": _ONE_CLASS})
    else:
        auc = Measures({"auc": float(metrics.roc_auc_score(answers.actual, answers.predicted))})
    return Measures({**accuracy, **auc.values, **positive.values}, {**auc.reasons, **positive.reasons})


def measure_title(measure: str) -> str:
    """The title of a measure."""
    return "F1" if measure == "f1_score" else title_of(measure)


def compared_by(planned: Plan) -> str:
    """The measure with which models are compared: the accuracy, or for a regression the error in training."""
    if planned.prepared.task is not Task.REGRESSION:
        return "accuracy"
    return "rmse" if planned.experiment.training.loss == "mse" else "mae"


def confusion(actual: Integers, found: Integers, classes: int) -> Integers:
    """(n_classes, n_classes): how many rows of the line's class are predicted as the column's class."""
    from sklearn import metrics

    matrix: Integers = metrics.confusion_matrix(actual, found, labels=range(classes))
    return matrix


def by_class(actual: Integers, found: Integers, classes: Sequence[str]) -> list[OfClass]:
    """How well each class is distinguished from the others: precision, recall and f1_score."""
    matrix = confusion(actual, found, len(classes))
    right, called, there = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    shares = {
        "precision": (right, called, _NONE_CALLED),
        "recall": (right, there, _NONE_THERE),
        "f1_score": (2 * right, called + there, "no row is {} or called so"),
    }
    return [
        OfClass(
            name,
            int(there[at]),
            Measures(
                {key: float(over[at] / under[at]) for key, (over, under, _) in shares.items() if under[at]},
                {key: why.format(quoted(name)) for key, (_, under, why) in shares.items() if not under[at]},
            ),
        )
        for at, name in enumerate(classes)
    ]


def _of_numbers(answers: Answers) -> Measures:
    from sklearn import metrics

    actual, predicted = answers.actual, answers.predicted
    scores = {
        "mae": metrics.mean_absolute_error,
        "mse": metrics.mean_squared_error,
        "rmse": metrics.root_mean_squared_error,
    }
    values = {name: float(score(actual, predicted)) for name, score in scores.items()}
    if np.ptp(actual) == 0:
        return Measures(values, {"r2": "the target is the same in all rows"})
    return Measures({**values, "r2": float(metrics.r2_score(actual, predicted))})
