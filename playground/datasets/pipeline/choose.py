"""Choose: the features of an experiment, and the rows that it can use."""

from collections.abc import Sequence
from difflib import get_close_matches

import pandas

from playground.datasets.card import Card
from playground.datasets.error import DataError
from playground.datasets.pipeline.columns import missing
from playground.experiment.complete import CompleteData
from playground.mentions import quoted


def choose_features(data: CompleteData, about: Card, frame: pandas.DataFrame) -> tuple[str, ...]:
    """The features of `data`; by default the card's features, and all derived features of a toy.

    Any column may be the target. The card's own target is a feature only if `data` names it.

    Raises:
        DataError: a column does not exist, or the target is among the features.
    """
    target = data.target
    _check_columns([target], frame, about, "data.target")
    if data.features is None:
        offered = [name for name in frame.columns if name != about.target] if about.is_toy else about.features
        features = tuple(name for name in offered if name != target)
    else:
        features = data.features
    _check_columns(features, frame, about, "data.features")
    if data.features is not None and target in features:
        raise DataError("data.features", f"The target {quoted(target)} is among the features; take it out.")
    if not features:
        raise DataError(
            "data.features", f"“{about.title}” offers no feature to predict {quoted(target)} from."
        )
    return features


def rows_to_use(frame: pandas.DataFrame, target: str, features: Sequence[str], how: str) -> pandas.DataFrame:
    """The rows with a target and, if `how` is "drop", without a missing feature.

    Raises:
        DataError: there is no such row.
    """
    keep = ~missing(frame[target])
    if not keep.any():
        raise DataError("data.target", f"{quoted(target)} has no values; choose another target.")
    if how == "drop":
        for name in features:
            gone = missing(frame[name])
            # A column without any value would drop every row; the encoding leaves the column out instead.
            if not gone.all():
                keep &= ~gone
    if not keep.any():
        raise DataError(
            "data.missing", "A value is missing in every row; fill missing values or choose other features."
        )
    return frame[keep]


def _check_columns(names: Sequence[str], frame: pandas.DataFrame, about: Card, field: str) -> None:
    columns = [str(column) for column in frame.columns]
    for name in names:
        if columns.count(name) > 1:
            raise DataError(
                field,
                f"“{about.title}” has {columns.count(name)} columns called {quoted(name)}: nobody can tell which "
                "one is meant. Give them different names in the file.",
            )
        if name not in columns:
            near = get_close_matches(name, columns, n=1)
            hint = f"Did you mean {quoted(near[0])}?" if near else f"Its columns are {_some(columns)}."
            raise DataError(field, f"“{about.title}” has no column {quoted(name)}. {hint}")


def _some(columns: Sequence[str]) -> str:
    return ", ".join(columns[:12]) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")
