"""Curves for two classes: the rates at every threshold, and the calibration of probabilities."""

from dataclasses import dataclass

import numpy as np

from playground.datasets.arrays import Floats, Integers
from playground.evaluation.answers import Answers

MOST_POINTS = 1_000  # the most points of a curve in a chart; areas are of the whole curve
BINS = 10  # bins of probabilities, each a tenth wide


@dataclass(frozen=True)
class Curve:
    """A curve over all thresholds.

    Attributes:
        x, y: false-positive and true-positive rate, or recall and precision; each (points,), the same length.
        area: under the whole curve; of precision and recall the average precision.
    """

    x: Floats
    y: Floats
    area: float


@dataclass(frozen=True)
class Calibration:
    """The frequency of class 1 at each predicted probability, in bins that have rows.

    Attributes:
        predicted: the mean probability in each bin.
        actual: the share of class 1 among its rows.
        rows: how many there are.
    """

    predicted: Floats
    actual: Floats
    rows: Integers


def roc(answers: Answers) -> Curve:
    """The receiver operating characteristic. The rows must have both classes."""
    from sklearn.metrics import roc_auc_score, roc_curve

    x, y, _ = roc_curve(answers.classes, answers.predicted)
    return Curve(*_thin(x, y), float(roc_auc_score(answers.classes, answers.predicted)))


def precision_recall(answers: Answers) -> Curve:
    """Precision over recall. The rows must have both classes."""
    from sklearn.metrics import average_precision_score, precision_recall_curve

    precision, recall, _ = precision_recall_curve(answers.classes, answers.predicted)
    area = float(average_precision_score(answers.classes, answers.predicted))
    return Curve(*_thin(recall, precision), area)


def calibration(answers: Answers) -> Calibration:
    """The calibration of the probabilities of class 1."""
    bins = np.minimum((answers.predicted * BINS).astype(np.int64), BINS - 1)
    rows = np.bincount(bins, minlength=BINS)
    there = rows > 0
    sums = np.bincount(bins, weights=answers.predicted, minlength=BINS)
    hits = np.bincount(bins, weights=answers.classes, minlength=BINS)
    return Calibration(sums[there] / rows[there], hits[there] / rows[there], rows[there])


def _thin(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """At most `MOST_POINTS` evenly spread points of the curve, with both ends."""
    if len(x) <= MOST_POINTS:
        return x, y
    chosen = np.linspace(0, len(x) - 1, MOST_POINTS).astype(np.int64)
    return x[chosen], y[chosen]
