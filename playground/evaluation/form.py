"""Form: the features with which a person describes a row, and the inputs made from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pandas
from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from playground.datasets import card_for, load
from playground.datasets.arrays import Inputs
from playground.datasets.own.contents import on_removal
from playground.datasets.pipeline.columns import numbers
from playground.datasets.pipeline.encoders import WasMissing
from playground.datasets.view import is_seen_as_toy, with_derived
from playground.evaluation.features import Feature, Value, feature_of, numbers_of
from playground.experiment.measures import short_unit
from playground.plan import Plan


@dataclass(frozen=True, eq=False)
class Form:
    """The features of a row, by name; for a toy only its own features, from which others are derived."""

    planned: Plan
    features: Mapping[str, Feature]

    @property
    def usual(self) -> Mapping[str, Value]:
        """A row with the usual value of each feature."""
        return {name: feature.usual for name, feature in self.features.items()}

    def of_row(self, row: pandas.DataFrame) -> Mapping[str, Value]:
        """The values of the form for a row of the table, a frame of one row."""
        return {
            name: feature.value(row[name].reset_index(drop=True)) for name, feature in self.features.items()
        }

    def inputs(self, rows: Sequence[Mapping[str, Value]]) -> Inputs:
        """(n_rows, n_inputs) float32, scaled, for rows with a value or None for each feature."""
        columns = {
            name: feature.column([row[name] for row in rows]) for name, feature in self.features.items()
        }
        return inputs_of(self.planned, pandas.DataFrame(columns))

    def beyond(self, row: Mapping[str, Value]) -> list[str]:
        """The features of a row that are outside the training rows."""
        return [name for name, feature in self.features.items() if feature.is_beyond(row[name])]


def inputs_of(planned: Plan, frame: pandas.DataFrame) -> Inputs:
    """(n_rows, n_inputs) float32, scaled, for rows described by the features of the form."""
    data, prepared = planned.experiment.data, planned.prepared
    if is_seen_as_toy(card_for(data), prepared):
        frame = with_derived(data, {str(name): numbers(frame[name]) for name in frame})
    with np.errstate(over="ignore"):  # beyond float32 an input is infinite, and the answer says so
        return prepared.scale_inputs(prepared.encoding.matrix(frame))


def form_of(planned: Plan) -> Form:
    """The form of an experiment on its data. The features of the latest data stay in memory.


    Raises:
        DataError: the data is gone.
    """
    return Form(planned, _features(planned))


@cached(LRUCache(16), key=lambda planned: hashkey(planned.experiment.data), lock=Lock())
def _features(planned: Plan) -> Mapping[str, Feature]:
    data, prepared = planned.experiment.data, planned.prepared
    about = card_for(data)
    training = load(data).loc[prepared.training.rows]
    if is_seen_as_toy(about, prepared):
        return {name: numbers_of(training[name], "") for name in about.features}
    return {
        column.column: feature_of(
            column, training[column.column], short_unit(about.units.get(column.column, ""))
        )
        for column in prepared.encoding.columns
        if not isinstance(column, WasMissing)
    }


on_removal(_features.cache_clear)
