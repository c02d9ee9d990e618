"""Scene: the constant parts of a run's pictures: points, axes and layers."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypedDict

import numpy
from numpy.typing import NDArray

from playground.datasets import Prepared, Rows, card_for
from playground.datasets.arrays import Targets
from playground.datasets.own.contents import on_removal
from playground.datasets.view import View, evenly, view
from playground.experiment import Experiment
from playground.network.shapes import Row, answers_with_margin
from playground.pictures.evaluated import network
from playground.plan import plan
from playground.words import Task

MAX_POINTS = 1000  # the most training rows, and the most validation rows
MAX_VALUES = 40_000  # the most values of either, so that a table with many columns shows fewer rows


class ScenePoints(TypedDict):
    """The rows of a part: how many there are, and `x` and `y` of those that are drawn."""

    rows: int
    x: list[list[float]]
    y: list[float] | list[int]


class SceneParts(TypedDict):
    """The rows of both parts."""

    train: ScenePoints
    validation: ScenePoints


class SceneLayer(TypedDict):
    """A layer of the table of layers."""

    title: str
    detail: str
    output: int
    parameters: int
    is_output: bool


class Scene(TypedDict):
    """What a page needs once to draw a run's pictures, as plain data.

    `has_margin` is whether the answer for two classes is a margin, class 1 above 0, and not a probability. `kind` is
    "plane" for toys with two features, "line" for toys with one, "table" for all other data. `numeric` are the columns
    that can be axes, `axes` the first axes, `ranges` their ranges, `held` the values of the other columns. `points` has
    training and validation rows: `x` a list of values for each column in the order of `numeric`, `y` the target in its
    own unit or as the index of a class. `batches` is the number of batches in an epoch. `network` is the data from
    which a browser computes the pictures, see `playground.pictures.evaluated`; None if workers make them.
    """

    kind: str
    task: str
    has_margin: bool
    classes: list[str]
    target: str
    units: dict[str, str]
    axes: list[str]
    numeric: list[str]
    ranges: dict[str, list[float]]
    held: dict[str, str | float]
    inputs: list[str]
    target_range: list[float] | None
    points: SceneParts
    layers: list[SceneLayer]
    batches: int
    network: Mapping[str, Any] | None


def scene(experiment: Experiment) -> Scene:
    """The scene of a run of this experiment.

    Raises:
        ExperimentError: the experiment cannot be trained.
    """
    return _scene(experiment)


@lru_cache(maxsize=16)
def _scene(experiment: Experiment) -> Scene:
    planned = plan(experiment)
    data, training, prepared = planned.experiment.data, planned.experiment.training, planned.prepared
    seen = view(data, prepared)
    about = card_for(data)
    return {
        "kind": ("plane" if len(seen.axes) == 2 else "line") if not seen.held else "table",
        "task": prepared.task.value,
        "has_margin": answers_with_margin(prepared.task, training),
        "classes": list(prepared.classes),
        "target": prepared.predicted,
        "units": dict(about.units),
        "axes": list(seen.axes),
        "numeric": list(seen.names),
        "ranges": {name: [low, high] for name, (low, high) in seen.ranges.items()},
        "held": {
            name: value if isinstance(value, str) else _short(value) for name, value in seen.held.items()
        },
        "inputs": list(prepared.inputs),
        "target_range": _target_range(prepared),
        "points": {
            "train": _points(seen, prepared, prepared.training, prepared.report.added),
            "validation": _points(seen, prepared, prepared.validation),
        },
        "layers": [_layer(row) for row in planned.rows],
        "batches": math.ceil(len(prepared.training) / (training.batch_size or len(prepared.training))),
        "network": network(planned),
    }


on_removal(_scene.cache_clear)


def _points(seen: View, prepared: Prepared, part: Rows, added: int = 0) -> ScenePoints:
    most = min(MAX_POINTS, MAX_VALUES // max(len(seen.names), 1))
    # The points that a person added are the last ones; all of them are shown.
    others = len(part) - added
    chosen = numpy.concatenate([evenly(others, most - added), numpy.arange(others, len(part))])
    return {
        "rows": len(part),
        "x": [_shorts(values[part.rows[chosen]]) for values in seen.columns.values()],
        "y": _target_values(prepared, part.y[chosen]),
    }


def _target_values(prepared: Prepared, y: Targets) -> list[float] | list[int]:
    flat = y.reshape(len(y))
    if prepared.task is Task.REGRESSION:
        return _shorts(flat * prepared.y_scale + prepared.y_offset)
    return [int(label) for label in flat]


def _target_range(prepared: Prepared) -> list[float] | None:
    if prepared.task is not Task.REGRESSION:
        return None
    y = prepared.y.astype(numpy.float64) * prepared.y_scale + prepared.y_offset
    return [_short(y.min()), _short(y.max())]


def _layer(row: Row) -> SceneLayer:
    return {
        "title": row.title,
        "detail": row.detail,
        "output": math.prod(row.shape),
        "parameters": row.parameters,
        "is_output": row.is_output,
    }


def _shorts(values: NDArray[numpy.floating[Any]]) -> list[float]:
    return [_short(value) for value in values]


def _short(value: float) -> float:
    return float(f"{float(value):.6g}")
