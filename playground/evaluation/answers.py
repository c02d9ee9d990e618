"""Answers: what a network answers to rows of a table, beside what is true, both as people read them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.datasets import Prepared
from playground.datasets.arrays import Floats, Integers
from playground.datasets.catalogue import load
from playground.datasets.pipeline.columns import numbers
from playground.datasets.pipeline.prepared import Rows
from playground.experiment import Complete
from playground.words import Task

Outputs: TypeAlias = NDArray[np.float32] | Floats  # (rows, outputs)


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers to some rows. All arrays are read-only.

    Attributes:
        rows: int64 (rows,), the number of each row in the table.
        actual: float64 (rows,) in the target's own unit; int64 (rows,), the index of the class, for classes.
        predicted: float64 (rows,) in the target's own unit; for two classes float64 (rows,), the probability of class 1
            or, behind a hinge loss, the margin; for several classes float64 (rows, classes), their probabilities.
    """

    rows: Integers
    actual: Floats | Integers
    predicted: Floats

    def __post_init__(self) -> None:
        for array in (self.rows, self.actual, self.predicted):
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def classes(self) -> Integers:
        """`actual` as the index of each row's class."""
        return self.actual.astype(np.int64)

    @property
    def finite(self) -> bool:
        """Whether every answer is a finite number."""
        return bool(np.isfinite(self.predicted).all())


def actual_of(experiment: Complete, prepared: Prepared, rows: Rows) -> Floats | Integers:
    """What is true of rows: the values of the table itself, or the index of each row's class, as `Answers` has them."""
    if prepared.task is not Task.REGRESSION:
        return rows.y.reshape(-1).astype(np.int64)
    return numbers(load(experiment.data)[prepared.target].loc[rows.rows])


def predicted_of(prepared: Prepared, outputs: Outputs) -> Floats:
    """What a network's outputs, (rows, outputs), mean, as `Answers` has it."""
    outputs = np.asarray(outputs, np.float64)
    if prepared.task is Task.MULTICLASS:
        return outputs
    values = outputs[:, 0]
    if prepared.task is Task.BINARY:
        return values
    values = values * prepared.y_scale + prepared.y_offset
    with np.errstate(over="ignore"):  # measures say that it is infinite
        return np.exp(values) if prepared.log_target else values


def chosen(predicted: Floats, threshold: float) -> Integers:
    """(rows,), the index of the class that each answer means."""
    if predicted.ndim == 2:
        most: Integers = predicted.argmax(axis=1)
        return most
    return (predicted > threshold).astype(np.int64)
