"""Prepared: a table as a network takes it."""

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
    """Rows before they are scaled: float64 (rows, inputs); values or classes (rows,); their numbers in the table."""

    x: Floats
    y: Values
    rows: Integers


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a table as a network takes them. All arrays are read-only.

    Attributes:
        x: float32 (rows, inputs), scaled.
        y: float32 (rows, 1) for regression (scaled) and binary (0 or 1); int32 (rows,), the index of the class, for
            several classes.
        rows: int64 (rows,), the number of each row in the loaded table, from 0.
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
    """Rows to train on and to validate by, and how they came about. All arrays are read-only.

    Attributes:
        task, target: what is predicted, and the column it stands in.
        classes: () for regression, (class 0, class 1) for binary, else all classes in order.
        inputs: the names of the inputs, a text column giving one for each value ("island=Biscoe").
        parts: the rows of each part of the table.
        x_offset, x_scale: float64 (inputs,) with x = (raw - x_offset) / x_scale.
        y_offset, y_scale: likewise for the target; 0 and 1 where it is not scaled.
        unit: the target's own unit, and how much of it 1 of the scaled target is; None for classes.
        encoding: turns other rows of the same table into unscaled inputs.
        report: what was done, for people.
        test_rows: int64, the numbers of the rows in the test part, which is sealed; none of them is in `parts`.
        class_weights: by how much the loss of a row counts, by the row's class; None where all count the same.
        log_target: whether the target's natural logarithm is predicted, scaled as the target would be.
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
        """The rows to validate by."""
        return self.parts.validation

    @property
    def y(self) -> Targets:
        """The targets of all parts, training first."""
        return numpy.concatenate([part.y for part in self.parts])

    @property
    def size(self) -> int:
        """Bytes of all rows."""
        return sum(part.x.nbytes + part.y.nbytes + part.rows.nbytes for part in self.parts)

    @property
    def predicted(self) -> str:
        """What is predicted, as pages call it."""
        return f"log({self.target})" if self.log_target else self.target

    @property
    def outputs(self) -> int:
        """Units of the output layer: 1, or one for each of several classes."""
        return len(self.classes) if self.task is Task.MULTICLASS else 1

    def scale_inputs(self, raw: Floats) -> Inputs:
        """Scales unscaled inputs, (rows, inputs), as the training rows were."""
        return Scale(self.x_offset, self.x_scale).apply(raw).astype(numpy.float32)
