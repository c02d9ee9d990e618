"""Model: a trained network as one Keras model for raw rows, made only of Keras' own layers."""

import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas
from numpy.typing import NDArray

from playground.datasets import Prepared
from playground.datasets.pipeline.encoders import (
    DateParts,
    Encoded,
    Numeric,
    OneHot,
    Ordinal,
    WasMissing,
)
from playground.export.facts import facts_of
from playground.export.inputs import numbers_of
from playground.network.backend import keras
from playground.network.build import build
from playground.plan import Plan

FACTS = "facts.json"  # the name of our member in the file, beside those of Keras

# Raw numbers have more digits than float32, so everything is float64 up to the network.
_EXACT = "float64"

_TAKEN = ("network", "all_columns", "offset", "size", "own_unit")  # names of layers


def raw_model(planned: Plan, weights: Sequence[NDArray[Any]]) -> keras.Model:
    """The network with these weights, after layers that fill, encode and scale, and before the target's unit.


    It takes a dict with a value for each column, by the column's name: (rows, 1) float64 with NaN for a gap, or strings
    with "" for one. A date enters as its parts, numbers by the names "column: year" and so on. It returns (rows, 1) or
    (rows, classes).

    Args:
        planned: the plan of the run.
        weights: the weights in the order of Keras' `get_weights`.

    Raises:
        ValueError: the weights belong to another network.
    """
    experiment, prepared = planned.experiment, planned.prepared
    inputs: dict[str, Any] = {}
    encoded: list[Any] = []
    numeric = numbers_of(planned)
    names: dict[str, tuple[str, ...]] = {}  # of inputs, by column
    for number, column in enumerate(prepared.encoding.columns):
        is_date = isinstance(column, DateParts)
        of_column = names.setdefault(column.column, column.inputs if is_date else (column.column,))
        for index, name in enumerate(of_column):
            if name not in inputs:  # whether a value was missing belongs to another column
                inputs[name] = _input(name, f"column_{number}_{index}", name in numeric)
        encoded.append(_encode(column, [inputs[name] for name in of_column], number))
    values = (
        encoded[0]
        if len(encoded) == 1
        else keras.layers.Concatenate(dtype=_EXACT, name="all_columns")(encoded)
    )
    network = build(
        experiment.network,
        len(prepared.inputs),
        prepared.task,
        prepared.outputs,
        experiment.training.seed,
        experiment.training,
    )
    network.name = "network"
    network.set_weights(weights)
    answer = network(keras.ops.cast(_scale(values, prepared), "float32"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="When providing `inputs` as a dict")
        return keras.Model(inputs, _in_own_unit(answer, prepared), name="takes_raw_rows")


def save(model: keras.Model, planned: Plan, path: Path) -> None:
    """Writes the model as a `.keras` file, with the names of target and classes in it."""
    model.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(FACTS, json.dumps(facts_of(planned)))


def load(path: Path) -> tuple[keras.Model, Mapping[str, Any]]:
    """Loads a model from a `.keras` file, with the facts on target and classes; runs no code from the file.

    Raises:
        ValueError, OSError: it is not such a file, or it has code.
    """
    model = keras.models.load_model(path, compile=False, safe_mode=True)
    with zipfile.ZipFile(path) as archive:
        known = FACTS in archive.namelist()
        return model, json.loads(archive.read(FACTS)) if known else {}


def is_text(entry: Any) -> bool:
    """Whether an input of a model takes text."""
    return bool(entry.dtype == "string")


def _input(name: str, other: str, is_number: bool) -> Any:
    # Keras allows no "/" in the name of a tensor; the key of the dict may have one.
    is_name = "/" not in name and name not in _TAKEN
    return keras.Input((1,), name=name if is_name else other, dtype=_EXACT if is_number else "string")


def _encode(column: Encoded, entries: Sequence[Any], number: int) -> Any:
    """The column's inputs, (n_rows, n_inputs) float64, with filled gaps."""
    entry = entries[0]
    match column:
        case DateParts():
            usual = column.matrix(pandas.DataFrame({column.column: [pandas.NaT]}, dtype="datetime64[s]"))[0]
            parts = [
                keras.ops.nan_to_num(part, nan=float(value))
                for part, value in zip(entries, usual, strict=True)
            ]
            return parts[0] if len(parts) == 1 else keras.layers.Concatenate(dtype=_EXACT)(parts)
        case OneHot() | Ordinal() if not is_text(entry):
            return _named_numbers(column, entry, number)
        case Numeric(fill=fill, bounds=bounds):
            values = keras.ops.nan_to_num(entry, nan=fill, posinf=fill, neginf=fill)
            return values if bounds is None else keras.ops.clip(values, *bounds)
        case OneHot(categories=categories, fill=usual, others=others):
            rows = np.zeros((len(categories) + 2, len(column.inputs)))
            rows[1:-1, : len(categories)] = np.eye(len(categories))
            rows[-1, categories.index(usual)] = 1
            rows[0, len(categories) :] = float(others)
            return _looked_up(entry, categories, rows, number)
        case Ordinal(categories=categories, fill=usual):
            codes = [-1, *range(len(categories)), categories.index(usual)]
            return _looked_up(entry, categories, np.array(codes, np.float64)[:, None], number)
        case WasMissing() if is_text(entry):
            return _looked_up(entry, (), np.array([[0.0], [1.0]]), number)
        case WasMissing():
            return keras.ops.cast(keras.ops.logical_not(keras.ops.isfinite(entry)), _EXACT)


def _named_numbers(column: OneHot | Ordinal, entry: Any, number: int) -> Any:
    """Numbers that are categories: 0 and 1 for each, or the index; with filled gaps."""
    values = [_as_number(category) for category in column.categories]
    filled = keras.ops.nan_to_num(entry, *[_as_number(column.fill)] * 3)
    each = keras.ops.repeat(filled, len(values), axis=1)
    away = keras.layers.Rescaling(1.0, offset=-_exact(values), dtype=_EXACT, name=f"away_{number}")(each)
    same = keras.ops.cast(keras.ops.equal(away, 0.0), _EXACT)
    known = keras.ops.sum(same, axis=1, keepdims=True)
    if isinstance(column, OneHot):
        return keras.layers.Concatenate(dtype=_EXACT)([same, 1.0 - known]) if column.others else same
    numbered = keras.layers.Rescaling(
        list(map(float, range(1, len(values) + 1))), dtype=_EXACT, name=f"code_{number}"
    )
    return keras.ops.sum(numbered(same), axis=1, keepdims=True) - 1.0


def _as_number(category: str) -> float:
    return {"False": 0.0, "True": 1.0}[category] if category in ("False", "True") else float(category)


def _looked_up(entry: Any, categories: Sequence[str], rows: NDArray[Any], number: int) -> Any:
    """A row of a table for each text: the first for an unknown one, the last for a gap."""
    lookup = keras.layers.StringLookup(
        vocabulary=[*categories, ""], mask_token=None, name=f"number_of_{number}"
    )
    table = keras.layers.Embedding(*rows.shape, trainable=False, dtype=_EXACT, name=f"one_hot_{number}")
    found = keras.ops.squeeze(table(lookup(entry)), axis=1)
    table.set_weights([rows])
    return found


def _scale(values: Any, prepared: Prepared) -> Any:
    if not prepared.x_offset.any() and (prepared.x_scale == 1).all():
        return values
    offset, scale = -_exact(prepared.x_offset), 1 / _exact(prepared.x_scale)
    shifted = keras.layers.Rescaling(1.0, offset=offset, dtype=_EXACT, name="offset")(values)
    return keras.layers.Rescaling(scale, dtype=_EXACT, name="size")(shifted)


def _exact(numbers: Any) -> NDArray[np.float64]:
    """Numbers for a layer as a float64 array, because Keras turns lists and Python numbers into float32."""
    return np.asarray(numbers, np.float64)


def _in_own_unit(answer: Any, prepared: Prepared) -> Any:
    if (prepared.y_offset, prepared.y_scale) != (0.0, 1.0):
        answer = keras.layers.Rescaling(
            _exact([prepared.y_scale]), offset=_exact([prepared.y_offset]), dtype=_EXACT, name="own_unit"
        )(keras.ops.cast(answer, _EXACT))
    return keras.ops.exp(answer) if prepared.log_target else answer
