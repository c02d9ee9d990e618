"""Evaluated: the networks that a browser computes from their weights, and what it has to know for that. No Keras.

Of such a network no picture is taken: its weights travel, and every page computes the picture that it wants to see.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy

from playground.datasets import Prepared, Rows
from playground.datasets.own.contents import on_removal
from playground.datasets.view import evenly, inputs
from playground.doctor.layer_health import Health
from playground.doctor.layers import diagnose
from playground.doctor.setup import Setup
from playground.experiment import Experiment
from playground.messages.events import Finding
from playground.pictures.drawn_layers import DrawnLayer
from playground.pictures.format import Picture, encode
from playground.pictures.sizes import sizes
from playground.pictures.subject import subject
from playground.plan import Plan, plan

PARAMETERS = 5_000  # at most: what a browser computes for every cell of a picture, at the screen's own rate
VALUES = 1_000_000  # of the training rows, at most: a page fetches them all, 4 MB


def is_evaluated(planned: Plan) -> bool:
    """Whether browsers compute the pictures of this network."""
    prepared = planned.prepared
    is_small = planned.parameters <= PARAMETERS and prepared.training.x.size <= VALUES
    return is_small and prepared.class_weights is None  # a browser weighs no rows in its gradients


def network(planned: Plan) -> Mapping[str, Any] | None:
    """What a browser needs for pictures in addition to the weights, as plain data; None where workers take them.

    `columns` say how the inputs follow from the axes, `sizes` gives cells of the answer and cells of a neuron's map by
    the number of axes, `rows` is the same for all networks with the same `training_rows`, `loss` and `target` have
    offset and scale of a scaled target (true = scaled * scale + offset).
    """
    if not is_evaluated(planned):
        return None
    seen = subject(planned)
    prepared, training = planned.prepared, planned.experiment.training
    is_of_true_values = training.loss == "mape" and training.loss_version == 2
    fine = [sizes(seen.parts, planned.parameters, axes) for axes in range(3)]
    return {
        "layers": [part.described() for part in seen.parts],
        "columns": [asdict(each) for each in inputs(planned.experiment.data, prepared, seen.seen)],
        "sizes": [[each.cells, each.map_cells] for each in fine],
        "points": seen.sizes.points,
        "rows": _digest(prepared.training, seen.sizes.sample),
        "sample_y": seen.sample_y,
        "loss": {"name": training.loss, **_scale(prepared if is_of_true_values else None)},
        "target": _scale(prepared),
    }


Numbers = tuple[int, float, float | None, float | None]


def findings(
    experiment: Experiment, epoch: int, now: Sequence[Numbers], first: Sequence[Numbers]
) -> tuple[Finding, ...]:
    """What is wrong with a network at one moment, from the numbers that a browser has computed of it.

    Args:
        experiment: the network's.
        epoch: how many epochs it was trained.
        now: of every layer but the inputs how many units are dead, the share of saturated values, and root mean square
            of weights and of gradients, None where that is no number.
        first: the same of the run's first moment.

    Raises:
        ExperimentError: the experiment cannot be trained.
        ValueError: the network has another number of layers.
    """
    seen = _facts(experiment)
    return diagnose(_health(seen, now), _health(seen, first), epoch, seen.setup)


@dataclass(frozen=True)
class _Facts:
    """What a diagnosis needs of a network: its layers, its setup, and the number of rows if they are a sample."""

    parts: tuple[DrawnLayer, ...]
    sample: int | None
    setup: Setup


@lru_cache(maxsize=64)
def _facts(experiment: Experiment) -> _Facts:
    planned = plan(experiment)
    seen, rows = subject(planned), len(planned.prepared.training)
    return _Facts(seen.parts, len(seen.x) if len(seen.x) < rows else None, seen.setup)


def _health(facts: _Facts, numbers: Sequence[Numbers]) -> list[Health]:
    return [
        Health(
            title=part.title,
            units=part.units,
            kind=part.kind,
            dead=dead,
            saturated=saturated,
            weights=_or_nan(weights) if part.has_weights else None,
            gradients=_or_nan(gradients) if part.has_weights else None,
            sample=facts.sample,
        )
        for part, (dead, saturated, weights, gradients) in zip(facts.parts[1:], numbers, strict=True)
    ]


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def training_rows(experiment: Experiment) -> bytes:
    """All training rows as the network takes them, encoded like a picture: `x` (rows, inputs) and `y` (rows,).

    `sample` are the numbers of the rows on which activations and gradients are looked at.

    Raises:
        ExperimentError: the experiment cannot be trained.
    """
    return _training_rows(experiment)


@lru_cache(maxsize=8)
def _training_rows(experiment: Experiment) -> bytes:
    planned = plan(experiment)
    rows = planned.prepared.training
    arrays = {
        "x": rows.x,
        "y": rows.y.reshape(-1).astype(numpy.float32),
        "sample": evenly(len(rows), subject(planned).sizes.sample).astype(numpy.float32),
    }
    return encode(Picture({}, arrays))


on_removal(_training_rows.cache_clear)


def _digest(rows: Rows, sample: int) -> str:
    found = blake2b(f"{rows.x.shape} {sample} ".encode(), digest_size=16)
    for values in (rows.x, rows.y):
        found.update(values.tobytes())
    return found.hexdigest()


def _scale(prepared: Prepared | None) -> dict[str, float]:
    return (
        {"offset": prepared.y_offset, "scale": prepared.y_scale}
        if prepared
        else {"offset": 0.0, "scale": 1.0}
    )
