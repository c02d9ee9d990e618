"""A neuron by hand: the rows on which it is measured, and the loss of a weight and a bias."""

from typing import NamedTuple

import numpy

from playground.datasets.arrays import Floats
from playground.lessons.attempt import ByHandValues
from playground.plan import Plan


class Points(NamedTuple):
    """The training rows in the table's own units: float64 (rows,) each."""

    x: Floats
    y: Floats


def points_of(plan: Plan) -> Points:
    """The training rows of an experiment with one input and a number to predict."""
    prepared = plan.prepared
    x = prepared.training.x[:, 0].astype(numpy.float64) * prepared.x_scale[0] + prepared.x_offset[0]
    y = prepared.training.y[:, 0].astype(numpy.float64) * prepared.y_scale + prepared.y_offset
    return Points(x, y)


def set_by_hand(plan: Plan, w: float, b: float, loss: str) -> ByHandValues:
    """The line y = w·x + b with its mean absolute ("mae") or squared ("mse") error over the training rows."""
    points = points_of(plan)
    errors = points.y - (w * points.x + b)
    value = numpy.abs(errors).mean() if loss == "mae" else numpy.square(errors).mean()
    return ByHandValues(w, b, float(value))
