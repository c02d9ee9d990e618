"""Data facts: the values for a script's templates about an experiment's data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from pandas.api import types

from playground.cells import FORMULA
from playground.datasets.catalogue import card_for, load
from playground.datasets.pipeline.choose import choose_features
from playground.datasets.pipeline.columns import Kind, kind, missing
from playground.datasets.pipeline.encoders import (
    PARTS_OF_DATES,
    DateParts,
    Numeric,
    OneHot,
    Ordinal,
    WasMissing,
)
from playground.datasets.pipeline.prepare import by_hand
from playground.export.data_file import DataFile
from playground.plan import Plan
from playground.python_code import Code
from playground.words import Task


def data_facts(planned: Plan, table: DataFile) -> Mapping[str, Any]:
    """The values for `data.py.j2` and the templates in it."""
    data, prepared, frame = planned.experiment.data, planned.prepared, table.frame
    about = card_for(data)
    features = choose_features(data, about, frame)
    used = prepared.report.used
    edited = by_hand(data) if about.is_toy else None
    return {
        "data": data,
        "data_file": table.name,
        "reading": table.reading,
        "has_marks": table.has_marks,
        "marked": table.marked,
        "formula": FORMULA,
        "target": prepared.target,
        "features": used,
        "task": str(prepared.task),
        "classes": _classes(prepared.classes, _is_number(frame[prepared.target])),
        "numeric_classes": _is_number(frame[prepared.target]),
        "has_infinite": any(_has_infinite(frame[name]) for name in (*features, prepared.target)),
        "rows_dropped": prepared.report.rows_dropped,
        "needed": [prepared.target, *(name for name in features if not missing(frame[name]).all())],
        "left_out": prepared.report.left_out,
        "filled": prepared.report.filled,
        "by_hand": edited if edited is not None and (edited.added or edited.removed) else None,
        "scales_target": prepared.task is Task.REGRESSION and data.scale_target and data.scaling != "none",
        "copies_of": Code("FEATURES") if tuple(features) == tuple(used) else list(features),
        "time_is_date": data.split is not None
        and data.split.column is not None
        and types.is_datetime64_any_dtype(load(data)[data.split.column]),
        **_columns(planned, frame),
    }


def _columns(planned: Plan, frame: Any) -> Mapping[str, Any]:
    """How each column becomes numbers."""
    columns = planned.prepared.encoding.columns
    texts = [column.column for column in columns if isinstance(column, OneHot)]
    ordinals = {column.column: column.categories for column in columns if isinstance(column, Ordinal)}
    dates = {
        column.column: [PARTS_OF_DATES[part] for part in column.parts]
        for column in columns
        if isinstance(column, DateParts)
    }
    named = [*texts, *ordinals]
    data = planned.experiment.data
    used = planned.prepared.report.used
    return {
        "numbers": [column.column for column in columns if isinstance(column, Numeric)],
        "texts": texts,
        "ordinals": ordinals,
        "dates": dates,
        "days": _days(planned, dates),
        "named_numbers": [name for name in named if _is_number(frame[name])],
        "named_booleans": [name for name in named if types.is_bool_dtype(frame[name])],
        "shared": any(isinstance(column, OneHot) and column.others for column in columns),
        "was_missing": any(isinstance(column, WasMissing) for column in columns),
        "column_scaling": {name: way for name, way in (data.column_scaling or {}).items() if name in used},
        "plain": not (named or dates or data.clip or data.was_missing or data.column_scaling),
    }


def _days(planned: Plan, dates: Iterable[str]) -> Mapping[str, str]:
    """The types of a script's date columns, of which it uses parts or which it compares to find copies."""
    data = planned.experiment.data
    whole = load(data)
    names = list(dates)
    if data.split is not None and data.split.by == "copies":
        names = [name for name in whole if types.is_datetime64_any_dtype(whole[name])]
    return {name: str(whole[name].dtype) for name in names}


def _classes(names: Sequence[str], are_numbers: bool) -> Sequence[str | int | float]:
    """The classes in the form that pandas reads."""
    if not are_numbers:
        return names
    return [int(value) if value.is_integer() else value for value in map(float, names)]


def _is_number(column: Any) -> bool:
    return kind(column) is Kind.NUMBERS and not types.is_bool_dtype(column)


def _has_infinite(column: Any) -> bool:
    return kind(column) is Kind.NUMBERS and bool(np.isinf(column.to_numpy("float64", na_value=np.nan)).any())
