"""Points: the generated points of a toy, for a page on which a person adds and removes points."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy
from cachetools import LRUCache, cached

from playground import experiment
from playground.datasets.arrays import Booleans, Floats, Integers
from playground.datasets.catalogue import card
from playground.datasets.error import DataError
from playground.datasets.pipeline.split import Drawing, split
from playground.datasets.toys.catalogue import TOYS, generate
from playground.datasets.toys.options import ToyOptions, toy_options

_KEPT = 16  # most cached toys with their options: each change of a setting on a page needs the points again


@dataclass(frozen=True, eq=False)
class Points:
    """The generated points of a toy, with the removed points.

    Attributes:
        features, target, classes: the names of the columns and of the classes; no classes for a regression.
        x: float64 (points, features).
        y: (points,), the value to predict as float64, or the index of the class as int64.
        trains: bool (points,), whether a point is in the training part, not in the validation part.
    """

    features: tuple[str, ...]
    target: str
    classes: tuple[str, ...]
    x: Floats
    y: Floats | Integers
    trains: Booleans


@cached(LRUCache(_KEPT), lock=Lock())
def generated_points(data: experiment.Data) -> Points:
    """The generated points of the toy `data.dataset`, with their split. The arrays are shared: do not change them.

    Raises:
        DataError: an option is wrong, apart from added and removed points and the split.
    """
    toy = TOYS[data.dataset]
    frame = generate(toy.name, untouched(data))
    y = frame[toy.target].to_numpy()
    return Points(
        features=toy.features,
        target=toy.target,
        classes=toy.classes,
        x=frame[list(toy.features)].to_numpy(numpy.float64),
        y=numpy.array([toy.classes.index(name) for name in y]) if toy.classes else y,
        trains=_trains(data, len(frame)),
    )


def untouched(data: experiment.Data) -> ToyOptions:
    """A toy's options without added and removed points."""
    options: Mapping[str, Any] = {
        name: value for name, value in data.options.items() if name not in ("added", "removed")
    }
    return toy_options(card(data.dataset), options)


def _trains(data: experiment.Data, rows: int) -> Booleans:
    frame = generate(data.dataset, untouched(data))
    trains = numpy.ones(rows, dtype=bool)
    try:
        about = card(data.dataset)
        drawing = Drawing(
            data.train_fraction, data.split_seed, data.split, data.target or about.target, about.features
        )
        parts = split(frame, drawing)
    except DataError:
        return trains
    trains[parts.validation.index] = False
    return trains
