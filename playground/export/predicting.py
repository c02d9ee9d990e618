"""Predicting: a table's rows put through a model that takes raw rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas
from numpy.typing import NDArray

from playground.errors import ExperimentError, Problem
from playground.export.cells import harmless
from playground.export.model import is_text
from playground.network.backend import tf
from playground.network.evaluate import ROWS_AT_ONCE


def predict(model: Any, facts: Mapping[str, Any], table: pandas.DataFrame) -> pandas.DataFrame:
    """A row of predictions for each row of a table.

    A number stands under `prediction` in the target's own unit; a class with the probability of each class beside it
    (of two classes that of the second; behind a hinge loss the margin, above 0 for the second).

    Args:
        model: as `playground.export.model` makes it.
        facts: what its file says of target and classes; without them classes are numbers from 0.
        table: all cells as text, "" for a gap.

    Raises:
        ExperimentError: a column is missing, or holds text in the place of numbers.
    """
    table = _with_parts(table, facts.get("dates") or {})
    rows = {name: _column(table, name, tensor) for name, tensor in _inputs(model).items()}
    answers = np.concatenate(
        [
            np.asarray(
                model({name: tf.constant(values[at : at + ROWS_AT_ONCE]) for name, values in rows.items()})
            )
            for at in range(0, max(len(table), 1), ROWS_AT_ONCE)
        ]
    )
    return _as_table(answers, facts)


def _with_parts(table: pandas.DataFrame, dates: Mapping[str, Mapping[str, str]]) -> pandas.DataFrame:
    """The table with the parts of its dates, as text."""
    found = {}
    for column, parts in dates.items():
        if column not in table.columns:
            continue  # it may have the parts themselves
        days = pandas.to_datetime(table[column].replace("", None), errors="coerce", format="ISO8601")
        if (wrong := days.isna() & (table[column] != "")).any():
            at = int(wrong.to_numpy().argmax())
            cell = str(table[column].iloc[at])[:40]
            raise ExperimentError(
                Problem(
                    column, f"row {at + 1} has “{cell}”, and the model takes dates here, as in 2024-12-31."
                )
            )
        for name, part in parts.items():
            values = getattr(days.dt, part).astype("float64")
            found[name] = values.map(str).where(values.notna(), "")
    return table.assign(**found) if found else table


def _inputs(model: Any) -> Mapping[str, Any]:
    inputs = model.input
    if not isinstance(inputs, dict):
        raise ExperimentError(
            Problem("", "This model takes no columns by name; `export --as model` makes one that does.")
        )
    return inputs


def _column(table: pandas.DataFrame, name: str, tensor: Any) -> NDArray[Any]:
    if name not in table.columns:
        raise ExperimentError(Problem(name, "the table has no such column, and the model needs it."))
    cells = table[name]
    if is_text(tensor):
        return np.asarray(cells.to_numpy(object), dtype=object)[:, None]
    yes_no = cells.map({"True": "1", "False": "0"})
    values = pandas.to_numeric(yes_no.where(yes_no.notna(), cells).replace("", np.nan), errors="coerce")
    if (wrong := values.isna() & (cells != "") & (cells.str.lower() != "nan")).any():
        at = int(wrong.to_numpy().argmax())
        raise ExperimentError(
            Problem(name, f"row {at + 1} has “{str(cells.iloc[at])[:40]}”, and the model takes numbers here.")
        )
    return np.asarray(values, np.float64)[:, None]


def _as_table(answers: NDArray[Any], facts: Mapping[str, Any]) -> pandas.DataFrame:
    classes = facts.get("classes") or []
    if not classes and answers.shape[1] == 1:
        return pandas.DataFrame({"prediction": answers[:, 0].astype("float64")})
    classes = classes or [str(number) for number in range(answers.shape[1])]
    if answers.shape[1] == 1:
        chosen = (answers[:, 0] > facts.get("parting", 0.5)).astype(int)
        named = {facts.get("answer", "probability"): classes[1:]}
    else:
        chosen = answers.argmax(axis=1)
        named = {"probability": classes}
    table = pandas.DataFrame({"prediction": [harmless(classes[number]) for number in chosen]})
    for what, each in named.items():
        for number, name in enumerate(each):
            table[f"{what} of {name}"] = answers[:, number].astype("float64")
    return table
