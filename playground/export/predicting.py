"""Predicting: the predictions of a model for the raw rows of a table."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas
from numpy.typing import NDArray

from playground.cells import harmless_table
from playground.datasets.reading import Kind
from playground.errors import ExperimentError, Problem
from playground.export.facts import as_table
from playground.export.model import is_text
from playground.network.backend import tf
from playground.network.evaluate import ROWS_AT_ONCE


def kinds_of(model: Any, facts: Mapping[str, Any]) -> Mapping[str, Kind]:
    """The kind of each column that a model needs: numbers, dates or categories.

    Raises:
        ExperimentError: the model takes no columns by name.
    """
    dates: Mapping[str, Mapping[str, str]] = facts.get("dates") or {}
    parts = {name for each in dates.values() for name in each}
    return {
        **{
            name: Kind.CATEGORY if is_text(tensor) else Kind.NUMBER
            for name, tensor in _inputs(model).items()
            if name not in parts
        },
        **dict.fromkeys(dates, Kind.DATE),
    }


def predict(model: Any, facts: Mapping[str, Any], table: pandas.DataFrame) -> pandas.DataFrame:
    """A row of predictions for each row of a table.

    The column `prediction` has a number in the target's own unit, or a class with the probability of each class in
    further columns (for two classes that of the second; after a hinge loss the margin, above 0 for the second).

    Args:
        model: a model of `playground.export.model`.
        facts: the facts on target and classes in its file; without them classes are numbers from 0.

        table: a column for each of `kinds_of`: float64, datetime64 or text, NaN, NaT or None for a gap.
    """
    table = _with_parts(table, facts.get("dates") or {})
    rows = {name: _column(table[name], tensor) for name, tensor in _inputs(model).items()}
    answers = np.concatenate(
        [
            np.asarray(
                model({name: tf.constant(values[at : at + ROWS_AT_ONCE]) for name, values in rows.items()})
            )
            for at in range(0, max(len(table), 1), ROWS_AT_ONCE)
        ]
    )
    return harmless_table(as_table(answers, facts))


def _with_parts(table: pandas.DataFrame, dates: Mapping[str, Mapping[str, str]]) -> pandas.DataFrame:
    """The table with the parts of its dates as numbers."""
    found = {
        name: getattr(table[column].dt, part).astype("float64")
        for column, parts in dates.items()
        for name, part in parts.items()
    }
    return table.assign(**found) if found else table


def _inputs(model: Any) -> Mapping[str, Any]:
    inputs = model.input
    if not isinstance(inputs, dict):
        raise ExperimentError(
            Problem("", "This model takes no columns by name; `export --as model` makes one that does.")
        )
    return inputs


def _column(cells: pandas.Series, tensor: Any) -> NDArray[Any]:
    if is_text(tensor):
        return np.asarray(cells.astype(object).where(cells.notna(), ""), dtype=object)[:, None]
    return np.asarray(cells.to_numpy("float64", na_value=np.nan))[:, None]
