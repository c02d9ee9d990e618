"""Reading a history: the losses and metrics of a run, epoch by epoch, from CSV or from lists."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy
from numpy.typing import NDArray

from playground.errors import ExperimentError, Problem

Values = NDArray[numpy.float64]

# Columns that are not measures: Keras' names for the learning rate in all versions.
_NO_MEASURES = frozenset({"", "epoch", "learning_rate", "lr", "time", "step"})
_DELIMITERS = ",;\t"
_MOST_EPOCHS = 100_000
_LOSSES = ("loss", "val_loss")


@dataclass(frozen=True)
class History:
    """The measures of a run in each epoch.

    Attributes:
        epochs: (n,) the epochs' numbers, ascending.
        loss: (n,) of training; NaN or infinite if it was not finite.
        val_loss: (n,) of validation; None if there is none.
        metrics: any other measures by name, (n,) each, with their `val_` twins.
    """

    epochs: tuple[int, ...]
    loss: Values
    val_loss: Values | None = None
    metrics: Mapping[str, Values] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.epochs)


def history_of(curves: Mapping[str, Sequence[float | None]], epochs: Sequence[int] | None = None) -> History:
    """Makes a history from lists by name, one value per epoch; None for an epoch that was not measured.

    It begins with the first epoch whose loss is a number: a branch was not trained before, and a loss that is no number
    never becomes one again.

    Args:
        curves: at least "loss", one value for each epoch.
        epochs: the epochs' numbers; 1, 2, 3 … by default.

    Raises:
        ExperimentError: there is no loss, or nothing was measured.
    """
    if not curves.get("loss"):
        raise ExperimentError(Problem("loss", "the history has no loss to look at."))
    n_epochs = len(curves["loss"])
    columns = {
        name: _fill_forward(values, n_epochs) for name, values in curves.items() if name not in _NO_MEASURES
    }
    loss = _with_ends(columns.pop("loss"), curves["loss"])
    numbers = ~numpy.isnan(loss)
    first = int(numpy.argmax(numbers)) if numbers.any() else 0
    val_loss = None if _is_empty(curves.get("val_loss", ())) else columns.pop("val_loss")
    return History(
        epochs=tuple(range(1, n_epochs + 1) if epochs is None else epochs)[first:],
        loss=loss[first:],
        val_loss=None
        if val_loss is None or (numpy.isnan(val_loss).all() and _is_empty(curves["val_loss"]))
        else val_loss[first:],
        metrics={name: values[first:] for name, values in columns.items() if not numpy.isnan(values).all()},
    )


def read_history(text: str) -> History:
    """Reads a history from CSV: a header, then one row per epoch, as `keras.callbacks.CSVLogger` or pandas write it.

    A column `epoch` or one without a name has the numbers of the epochs, from 0 or 1; without it they count from 1.

    Raises:
        ExperimentError: with the row and the column that cannot be read.
    """
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    try:
        cells = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
        rows = [row for row in cells if any(row)]
    except csv.Error as error:
        raise ExperimentError(Problem("", f"This is no CSV file ({error}).")) from None
    if len(rows) < 2:
        raise ExperimentError(
            Problem("", "A history is CSV: a header with epoch, loss and val_loss, then rows.")
        )
    names = [name.strip() for name in rows[0]]
    names = [name.lower() if name.lower() in _NO_MEASURES else name for name in names]
    if "loss" not in names:
        raise ExperimentError(Problem("loss", f"there is no such column. There are: {', '.join(names)}."))
    if len(rows) > _MOST_EPOCHS:
        raise ExperimentError(Problem("", f"A history has {_MOST_EPOCHS:,} epochs at most."))
    columns = {
        name: [row[index] if index < len(row) else "" for row in rows[1:]]
        for index, name in reversed(list(enumerate(names)))
    }
    measures = {name: _column(name, values, delimiter == ";") for name, values in columns.items()}
    numbers = measures.get("epoch") or measures.get("")
    curves = {name: values for name, values in measures.items() if values is not None}
    return history_of(curves, None if numbers is None else _epochs(numbers))


def _column(name: str, cells: Sequence[str], comma: bool) -> list[float | None] | None:
    """The numbers of a column; None where it holds anything else.

    Raises:
        ExperimentError: a loss holds anything else.
    """
    try:
        return [_number(cell, comma, line, name) for line, cell in enumerate(cells, 2)]
    except ExperimentError:
        if name in _LOSSES:
            raise
        return None


def _number(cell: str, comma: bool, line: int, name: str) -> float | None:
    """The number in a cell; None if it is empty."""
    text = cell.strip()
    if not text:
        return None
    try:
        return float(text.replace(",", ".") if comma else text)
    except ValueError:
        raise ExperimentError(
            Problem(name or "first column", f"row {line} holds “{text[:40]}”, no number.")
        ) from None


def _epochs(numbers: Sequence[float | None]) -> list[int] | None:
    """The epochs' numbers if they are whole and ascending, else None."""
    whole = [int(number) for number in numbers if number is not None and math.isfinite(number)]
    if len(whole) < len(numbers) or any(later <= earlier for earlier, later in pairwise(whole)):
        return None
    return whole


def _is_empty(values: Sequence[float | None]) -> bool:
    return all(value is None for value in values)


def _fill_forward(values: Sequence[float | None], n_epochs: int) -> Values:
    """(n_epochs,) with the last measured value for epochs that were not measured, NaN before the first."""
    found, last = [], math.nan
    for value in [*values, *[None] * (n_epochs - len(values))][:n_epochs]:
        last = last if value is None else float(value)
        found.append(last)
    return numpy.array(found, dtype=numpy.float64)


def _with_ends(loss: Values, values: Sequence[float | None]) -> Values:
    """The loss, with NaN for empty last cells: every epoch has a loss, and pandas writes NaN as an empty cell."""
    measured = [index for index, value in enumerate(values) if value is not None]
    ended = loss.copy()
    ended[(measured[-1] + 1 if measured else 0) :] = math.nan
    return ended
