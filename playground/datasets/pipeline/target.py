"""Target: the task that follows from the column to predict, and the values of the column for a network."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy
import pandas

from playground.datasets.arrays import Floats, Integers
from playground.datasets.error import DataError
from playground.datasets.pipeline.columns import Kind, in_order, kind, numbers, words
from playground.mentions import quoted
from playground.words import Task

Values: TypeAlias = Floats | Integers

MAX_CLASSES = 50
MAX_CLASSES_OF_NUMBERS = 20


@dataclass(frozen=True)
class Target:
    """A column to predict, its task and its classes: none for a regression, class 0 first."""

    column: str
    task: Task
    classes: tuple[str, ...] = ()

    def values(self, frame: pandas.DataFrame) -> Values:
        """The numbers to predict, float64 (rows,), or the index of each row's class, int64 (rows,)."""
        column = frame[self.column]
        if self.task is Task.REGRESSION:
            return numbers(column)
        index = {name: number for number, name in enumerate(self.classes)}
        return numpy.array([index[word] for word in words(column)], dtype=numpy.int64)


def understand_target(
    values: pandas.Series, *, as_classes: bool = False, positive: str | None = None
) -> Target:
    """The task of predicting a column: a regression for numbers, else a classification.

    Args:
        values: the values of the column in all used rows, none missing.
        as_classes: whether the values of a numeric column are classes.
        positive: the class that becomes class 1 of two; None means that the classes are sorted.

    Raises:
        DataError: the column has neither numbers nor text, one class only, or too many classes.
    """
    column = str(values.name)
    is_number = kind(values) is Kind.NUMBERS and not pandas.api.types.is_bool_dtype(values)
    if kind(values) is Kind.OTHER:
        raise DataError(
            "data.target", f"{quoted(column)} holds neither numbers nor text; choose another target."
        )
    if is_number and not as_classes:
        return Target(column, Task.REGRESSION)
    classes = in_order(set(words(values)))
    if is_number and len(classes) > MAX_CLASSES_OF_NUMBERS:
        raise DataError(
            "data.options.task",
            f"{quoted(column)} has {len(classes):,} different numbers; up to {MAX_CLASSES_OF_NUMBERS} can be "
            "taken as classes. Predict the number instead.",
        )
    if len(classes) > MAX_CLASSES:
        raise DataError(
            "data.target",
            f"{quoted(column)} has {len(classes):,} different values; at most {MAX_CLASSES} classes "
            "can be told apart. Choose another target.",
        )
    if len(classes) < 2:
        raise DataError(
            "data.target",
            f"{quoted(column)} is {quoted(classes[0])} in every row: there is nothing to learn. Choose another target.",
        )
    if len(classes) == 2 and positive == classes[0]:
        classes = (classes[1], classes[0])
    return Target(column, Task.BINARY if len(classes) == 2 else Task.MULTICLASS, classes)


def check_training_target(target: Target, values: Values) -> None:
    """Checks that the target has different values in the training rows.

    Raises:
        DataError: all values are equal, so nothing can be learned.
    """
    if (values == values[0]).all():
        same = target.classes[int(values[0])] if target.classes else f"{values[0]:g}"
        raise DataError(
            "data.target",
            f"{quoted(target.column)} is {quoted(same)} in every training row: there is nothing to learn. "
            "Choose another split seed, more training rows or another target.",
        )
