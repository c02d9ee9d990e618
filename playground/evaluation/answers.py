"""Answers: a network's answers to rows of a table and the true values, both in the units of people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.datasets import Prepared, card_for
from playground.datasets.arrays import Floats, Inputs, Integers
from playground.datasets.catalogue import load
from playground.datasets.pipeline.columns import numbers
from playground.datasets.pipeline.opening import open_test_rows
from playground.datasets.pipeline.prepared import Rows
from playground.experiment import Complete
from playground.experiment.measures import Unit, amount, short_unit
from playground.mentions import quoted, short, told_apart
from playground.network.shapes import answers_with_margin, threshold_of
from playground.plan import Plan
from playground.words import Task

Outputs: TypeAlias = NDArray[np.float32] | Floats  # (rows, outputs)
Network: TypeAlias = Callable[[Inputs], Outputs]  # from inputs, (rows, inputs)
# The most input values that go through a network at once, so that many columns take no more memory than few.
NUMBERS_AT_ONCE = 4_000_000


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
        """`actual` as the index of each row's class, (rows,)."""
        return self.actual.astype(np.int64)

    @property
    def finite(self) -> bool:
        """Whether every answer is a finite number."""
        return bool(np.isfinite(self.predicted).all())


@dataclass(frozen=True)
class Meaning:
    """The meaning of a network's answers in `Answers.predicted`.

    Attributes:
        target: the name of the target.
        classes: the names of the classes, none for numbers.
        unit: the target's own unit; "" if it is unknown or the target is a class.
        is_margin: whether the answer for two classes is a margin, not a probability.
        threshold: an answer for two classes above it means class 1.
    """

    target: str
    classes: tuple[str, ...]
    unit: str
    is_margin: bool
    threshold: float

    def words(self, value: float) -> str:
        """A value of the target in words, in its own unit."""
        return amount(value, self.unit)

    def of_class(self, index: int) -> str:
        """The name of an answer for a class: `probability of “yes”`."""
        name = told_apart(self.classes)[self.classes[index]]
        return f"{'margin' if self.is_margin else 'probability'} of {quoted(name)}"

    @property
    def name(self) -> str:
        """The name of the answers."""
        if len(self.classes) == 2:
            return self.of_class(1)
        return "probability" if self.classes else short(self.target)

    @property
    def axis(self) -> str:
        """The name of the answers with their unit, as the title of an axis."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


def meaning_of(planned: Plan) -> Meaning:
    """The meaning of the answers of an experiment's network."""
    prepared, training = planned.prepared, planned.experiment.training
    units = {} if prepared.classes else card_for(planned.experiment.data).units
    return Meaning(
        prepared.target,
        prepared.classes,
        short_unit(units.get(prepared.target, "")),
        answers_with_margin(prepared.task, training),
        threshold_of(prepared.task, training),
    )


def parts_of(planned: Plan, opened: bool) -> Mapping[str, Rows]:
    """The rows of each part by name; with `opened` also those of the sealed test part.

    Raises:
        DataError: none of the test rows can be judged.
    """
    parts: dict[str, Rows] = dict(vars(planned.prepared.parts))
    if opened:
        parts["test"] = open_test_rows(planned.experiment.data).rows
    return parts


def own_unit(planned: Plan) -> Unit | None:
    """The target's own unit, which answers have even if the network learns the logarithm; None for classes."""
    return None if planned.prepared.classes else Unit(meaning_of(planned).unit)


def actual_of(experiment: Complete, prepared: Prepared, rows: Rows) -> Floats | Integers:
    """The true values of rows, (rows,), in the form of `Answers.actual`: values of the table, or indices of classes."""
    if prepared.task is not Task.REGRESSION:
        return rows.y.reshape(-1).astype(np.int64)
    return numbers(load(experiment.data)[prepared.target].loc[rows.rows])


def predicted_of(prepared: Prepared, outputs: Outputs) -> Floats:
    """A network's outputs, (n_rows, n_outputs), in the form of `Answers.predicted`."""
    outputs = np.asarray(outputs, np.float64)
    if prepared.task is Task.MULTICLASS:
        return outputs
    values = outputs[:, 0]
    if prepared.task is Task.BINARY:
        return values
    values = values * prepared.y_scale + prepared.y_offset
    with np.errstate(over="ignore"):  # measures report that it is infinite
        return np.exp(values) if prepared.log_target else values


def choose(predicted: Floats, threshold: float) -> Integers:
    """(n_rows,), the index of the class that each answer means."""
    if predicted.ndim == 2:
        most: Integers = predicted.argmax(axis=1)
        return most
    return (predicted > threshold).astype(np.int64)
