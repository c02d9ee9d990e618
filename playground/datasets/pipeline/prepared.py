"""Prepared: a table as a network takes it."""

from dataclasses import dataclass

import numpy

from playground.datasets.arrays import Floats, Inputs, Integers, Targets
from playground.datasets.pipeline.encode import Encoding
from playground.datasets.pipeline.report import Report
from playground.datasets.pipeline.scale import Scale
from playground.experiment.measures import Unit
from playground.words import Task


@dataclass(frozen=True, eq=False)
class Prepared:
    """Arrays to train and validate on, and how they came about. All arrays are read-only.

    Attributes:
        task, target: what is predicted, and the column it stands in.
        classes: () for regression, (class 0, class 1) for binary, else all classes in order.
        inputs: the names of the inputs, a text column giving one for each value ("island=Biscoe").
        x_train, x_validation: float32 (rows, inputs), scaled.
        y_train, y_validation: float32 (rows, 1) for regression (scaled) and binary (0 or 1); int32 (rows,),
            the index of the class, for several classes.
        x_offset, x_scale: float64 (inputs,) with x = (raw - x_offset) / x_scale.
        y_offset, y_scale: likewise for the target; 0 and 1 where it is not scaled.
        unit: the target's own unit, and how much of it 1 of the scaled target is; None for classes.
        train_rows, validation_rows: int64, the position in the loaded table of each row of the arrays.
        encoding: turns other rows of the same table into unscaled inputs.
        report: what was done, for people.
    """

    task: Task
    target: str
    classes: tuple[str, ...]
    inputs: tuple[str, ...]
    x_train: Inputs
    y_train: Targets
    x_validation: Inputs
    y_validation: Targets
    x_offset: Floats
    x_scale: Floats
    y_offset: float
    y_scale: float
    train_rows: Integers
    validation_rows: Integers
    encoding: Encoding
    report: Report
    unit: Unit | None = None

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, numpy.ndarray):
                value.flags.writeable = False

    @property
    def outputs(self) -> int:
        """Units of the output layer: 1, or one for each of several classes."""
        return len(self.classes) if self.task is Task.MULTICLASS else 1

    def scale_inputs(self, raw: Floats) -> Inputs:
        """Scales unscaled inputs, (rows, inputs), as the training rows were."""
        return Scale(self.x_offset, self.x_scale).apply(raw).astype(numpy.float32)
