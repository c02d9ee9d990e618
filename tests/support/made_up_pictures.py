"""Invented pictures of networks, in the format of real ones."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy
from numpy.typing import NDArray

from playground.datasets.toys.planes import spiral
from playground.pictures.format import Picture, ends, levels

CELLS = 48
ARMS, LABELS = spiral(400, 0.0, numpy.random.default_rng(0))

PLANE: Mapping[str, Any] = {
    "kind": "plane",
    "task": "binary",
    "has_margin": False,
    "classes": ["orange", "blue"],
    "target": "label",
    "units": {},
    "axes": ["x1", "x2"],
    "numeric": ["x1", "x2"],
    "ranges": {"x1": [-6.0, 6.0], "x2": [-6.0, 6.0]},
    "held": {},
    "inputs": ["x1", "x2"],
    "target_range": None,
    "points": {
        "train": {"rows": 0, "x": [[], []], "y": []},
        "validation": {"rows": 0, "x": [[], []], "y": []},
    },
    "layers": [],
    "batches": 1,
    "network": None,  # the pictures come from a worker
}
TABLE: Mapping[str, Any] = {
    **PLANE,
    "kind": "table",
    "numeric": ["x1", "x2", "alcohol"],
    "ranges": {**PLANE["ranges"], "alcohol": [8.0, 15.0]},
}


@cache
def _blue() -> NDArray[Any]:
    """1 for the cells nearer to the blue arm of the spiral, 0 for the others; (CELLS, CELLS)."""
    middle = (numpy.arange(CELLS) + 0.5) / CELLS * 12 - 6
    x, y = numpy.meshgrid(middle, middle[::-1])
    cells = numpy.column_stack([x.ravel(), y.ravel()])
    nearest = ((cells[:, None] - ARMS[None]) ** 2).sum(axis=2).argmin(axis=1)
    blue: NDArray[Any] = LABELS[nearest].astype(float).reshape(CELLS, CELLS)
    return blue


def arms(turned: bool = False) -> NDArray[Any]:
    """The answer of a network that has learned the spiral: each cell belongs to the nearer arm."""
    return numpy.array([1 - _blue() if turned else _blue()])


def picture(
    epoch: int = 0,
    *,
    batch: int = 0,
    answer: NDArray[Any] | None = None,
    units: int = 2,
    dead: Sequence[int] = (),
    warnings: Sequence[Mapping[str, str | bool]] = (),
) -> Picture:
    """A picture of a network 2-`units`-1 that shows two neurons; its first weights are known numbers."""
    weights = numpy.array([[0.52, -1.25], [-1.3, 0.75]], numpy.float32)
    maps = numpy.stack([arms()[0] * 2 - 1, 1 - arms()[0] * 2])
    sums = numpy.linspace(-3, 3, 40).reshape(1, 40).repeat(2, axis=0)
    shown = arms() if answer is None else answer
    low, high = ends(maps)
    arrays = {
        "output": levels(shown, numpy.zeros(1), numpy.ones(1)),
        "dense_1.maps": levels(maps, low, high),
        "dense_1.weights": weights,
        "dense_1.bias": numpy.array([0.1, -0.2], numpy.float32),
        "dense_1.sums": levels(sums, *ends(sums)),
        "output.weights": numpy.array([[1.5], [-2.5]], numpy.float32),
        "output.bias": numpy.array([0.25], numpy.float32),
        "fine": (numpy.arange(6).reshape(2, 3) * 10_000).astype(numpy.uint16),
    }
    counts = {"low": -1.3, "high": 0.75, "counts": [1, 0, 2, 1]}
    dense = {
        "name": "dense_1",
        "title": "Dense 1",
        "kind": "dense",
        "units": units,
        "shown": 2,
        "activation": "tanh",
        "maps": "dense_1.maps",
        "low": low.tolist(),
        "high": high.tolist(),
        "sums": "dense_1.sums",
        "sums_low": [-3.0, -3.0],
        "sums_high": [3.0, 3.0],
        "weights": "dense_1.weights",
        "bias": "dense_1.bias",
        "dead": list(dead),
        "dead_count": len(dead),
        "saturated": 0.0,
        "weight_size": 1.0,
        "gradient_size": 0.1,
        "histograms": {"weights": counts, "activations": counts, "gradients": counts},
    }
    output = {
        "name": "output",
        "title": "Output",
        "kind": "output",
        "units": 1,
        "shown": 1,
        "activation": "sigmoid",
    }
    header = {
        "epoch": epoch,
        "batch": batch,
        "axes": ["x1", "x2"],
        "ranges": [[-6.0, 6.0], [-6.0, 6.0]],
        "grid": CELLS,
        "map_grid": CELLS,
        "inputs": ["x1", "x2"],
        "layers": [
            {"name": "input", "title": "Inputs", "kind": "input", "units": 2, "shown": 2, "activation": None},
            dense,
            {**output, "weights": "output.weights", "bias": "output.bias"},
        ],
        "output": "output",
        "low": 0.0,
        "high": 1.0,
        "sample_y": [0, 1] * 20,
        "warnings": list(warnings),
        "finite": True,
    }
    return Picture(header, arrays)
