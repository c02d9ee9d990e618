"""Prepared: a table as arrays for a network."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy

from playground.datasets.arrays import Floats, Inputs, Integers, Targets
from playground.datasets.parts import Parts
from playground.datasets.pipeline.encode import Encoding
from playground.datasets.pipeline.report import Report
from playground.datasets.pipeline.scale import Scale
from playground.datasets.pipeline.target import Values
from playground.experiment.measures import Unit
from playground.words import Task


class Raw(NamedTuple):
    """Rows before scaling.

    Attributes:
        x: the unscaled inputs, float64 (rows, inputs).
        y: the values to predict, float64 (rows,), or the indices of classes, int64 (rows,).
        rows: the index of each row in the loaded table, int64 (rows,).
    """

    x: Floats
    y: Values
    rows: Integers


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a table as arrays for a network. All arrays are read-only.

    Attributes:
        x: the scaled inputs, float32 (rows, inputs).
        y: float32 (rows, 1) for a regression (scaled) and a binary task (0 or 1); for more classes the index of the
            class, int32 (rows,).
        rows: the index of each row in the loaded table, int64 (rows,).
    """

    x: Inputs
    y: Targets
    rows: Integers

    def __post_init__(self) -> None:
        for array in (self.x, self.y, self.rows):
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Prepared:
    """Training and validation rows, with their encoding and scaling. All arrays are read-only.

    Attributes:
        task, target: the task, and the column to predict.
        classes: () for a regression, (class 0, class 1) for a binary task, else all classes in order.
        inputs: the names of the inputs; a text column has one for each value ("island=Biscoe").
        parts: the rows of each part of the table.
        x_offset, x_scale: float64 (inputs,) with x = (raw - x_offset) / x_scale.
        y_offset, y_scale: the same for the target; 0 and 1 if it is not scaled.
        encoding: turns other rows of the same table into unscaled inputs.
        report: a description of the preparation, for people.
        unit: the target's own unit, and the amount of it that is 1 in the scaled target; None for classes.
        test_rows: the indices of the sealed test rows in the loaded table, int64; none of them is in `parts`.
        log_target: whether the natural logarithm of the target is predicted; it is scaled like a target.
        class_weights: the weight of a row's loss, by the index of its class; None without weights.
    """

    task: Task
    target: str
    classes: tuple[str, ...]
    inputs: tuple[str, ...]
    parts: Parts[Rows]
    x_offset: Floats
    x_scale: Floats
    y_offset: float
    y_scale: float
    encoding: Encoding
    report: Report
    unit: Unit | None = None
    test_rows: Integers = field(default_factory=lambda: numpy.zeros(0, dtype=numpy.int64))
    log_target: bool = False
    class_weights: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        for array in (self.x_offset, self.x_scale, self.test_rows):
            array.flags.writeable = False

    @property
    def training(self) -> Rows:
        """The rows to train on."""
        return self.parts.training

    @property
    def validation(self) -> Rows:
        """The rows for validation."""
        return self.parts.validation

    @property
    def y(self) -> Targets:
        """The targets of all parts, training first, with the shape of `Rows.y`."""
        return numpy.concatenate([part.y for part in self.parts])

    @property
    def size(self) -> int:
        """The size of the arrays of all rows, in bytes."""
        return sum(part.x.nbytes + part.y.nbytes + part.rows.nbytes for part in self.parts)

    @property
    def predicted(self) -> str:
        """The name of the predicted value on pages, such as `log(price)`."""
        return f"log({self.target})" if self.log_target else self.target

    @property
    def outputs(self) -> int:
        """The number of units of the output layer: 1, or for more than two classes the number of classes."""
        return len(self.classes) if self.task is Task.MULTICLASS else 1

    def scale_inputs(self, raw: Floats) -> Inputs:
        """Scales unscaled inputs, (rows, inputs), like the training rows; float32."""
        return Scale(self.x_offset, self.x_scale).apply(raw).astype(numpy.float32)
