"""Makes a picture from a look."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NotRequired, TypedDict

import numpy as np
from numpy.typing import NDArray

from playground.doctor.layer_health import Health
from playground.doctor.layers import diagnose
from playground.layers.kind import Kind
from playground.layers.table import KINDS
from playground.network.shapes import answers_with_margin
from playground.pictures.drawn_layers import DrawnLayer
from playground.pictures.format import MAX_BYTES, Picture, encode, ends, levels, short
from playground.pictures.look import Look
from playground.pictures.subject import Subject

_MAX_DEAD = 600  # that are named one by one

Array = NDArray[Any]


class Histogram(TypedDict):
    """How often values fell into bins of the same width between two ends."""

    low: float | None
    high: float | None
    counts: list[int]


class LayerState(TypedDict):
    """A layer at one moment: dead units, share of saturated values, histograms, sizes of weights and gradients."""

    dead: list[int]
    dead_count: int
    saturated: float | None
    histograms: dict[str, Histogram]
    weight_size: NotRequired[float | None]
    gradient_size: NotRequired[float | None]


def health(subject: Subject, look: Look) -> list[Health]:
    """The health of every layer but the inputs, from which a diagnosis is made."""
    parts = subject.parts
    sample = len(subject.x) if len(subject.x) < len(subject.prepared.training) else None
    return [
        Health(
            title=part.title,
            units=part.units,
            kind=part.kind,
            dead=int(dead.sum()),
            saturated=float(saturated),
            weights=float(weights) if part.has_weights else None,
            gradients=float(gradients) if part.has_weights else None,
            sample=sample,
        )
        for part, dead, (weights, gradients, saturated) in zip(
            parts[1:], look.dead, look.numbers, strict=True
        )
    ]


def picture_of(
    subject: Subject,
    look: Look,
    weights: Sequence[Any],
    first: Sequence[Health],
    epoch: int,
    batch: int,
) -> Picture:
    """The picture of a moment.

    Args:
        subject: the network and the axes.
        look: the look of the probe.
        weights: the network's weights from `probe.variables`.
        first: the layers at the first picture.
    """
    arrays: dict[str, Array] = {}
    layers = _layers(subject, look, weights, arrays)
    output, low, high = _output(subject, look)
    arrays["output"] = output
    now = health(subject, look)
    header = {
        "epoch": epoch,
        "batch": batch,
        "axes": list(subject.axes),
        "ranges": [[short(low), short(high)] for low, high in subject.ranges],
        "grid": subject.sizes.cells,
        "map_grid": subject.sizes.map_cells,
        "inputs": list(subject.prepared.inputs),
        "layers": layers,
        "output": "output",
        "low": low,
        "high": high,
        "sample_y": subject.sample_y,
        "warnings": [asdict(finding) for finding in diagnose(now, first, epoch, subject.setup)],
        "finite": bool(np.isfinite(look.output).all()),
    }
    return Picture(header, arrays)


def encode_picture(picture: Picture) -> bytes:
    """Encodes a picture in at most `MAX_BYTES` bytes; a larger picture loses cells of its maps."""
    content = encode(picture)
    while len(content) > MAX_BYTES:
        picture = _coarser(picture)
        content = encode(picture)
    return content


def _coarser(picture: Picture) -> Picture:
    """Every other cell of the neurons' maps, and of the output once those are small."""
    header = dict(picture.header)
    what, key = (".maps", "map_grid") if header["map_grid"] > 6 else ("output", "grid")
    cells = header[key] // 2
    if cells < 1:
        raise ValueError("a picture of one cell is too large")

    def every_other(array: Array) -> Array:
        step = (slice(None), *[slice(0, 2 * cells, 2)] * (array.ndim - 1))
        return np.ascontiguousarray(array[step])

    arrays = {
        name: every_other(array) if name.endswith(what) else array for name, array in picture.arrays.items()
    }
    return Picture(header | {key: cells}, arrays)


def _layers(
    subject: Subject, look: Look, weights: Sequence[Any], arrays: dict[str, Array]
) -> list[dict[str, Any]]:
    maps = iter(_split(look.maps, [part.shown for part in subject.parts if part.has_maps]))
    sums = iter(_split(look.sums, [part.shown for part in subject.parts if part.activation]))
    left = iter(weights)
    layers = []
    before: DrawnLayer | None = None
    for index, part in enumerate(subject.parts):
        layer = part.described()
        if part.has_maps and subject.axes:
            _add_steps(layer, arrays, "maps", next(maps), "uint8" if len(subject.axes) == 2 else "uint16")
        if part.activation:
            _add_steps(layer, arrays, "sums", next(sums), "uint8", ends_as="sums_")
        if before is not None:
            if part.has_weights:
                kernel, bias = next(left), next(left)
                for name, values in (
                    ("weights", kernel[: before.shown, : part.shown]),
                    ("bias", bias[: part.shown]),
                ):
                    layer[name] = f"{part.name}.{name}"
                    arrays[layer[name]] = np.asarray(values, np.float32)
            elif kind := KINDS.get(part.kind):
                layer |= _learned_values(kind, [next(left)[: part.shown] for _ in range(kind.variables)])
            layer |= _state(look, index - 1, part)
        before = part
        layers.append(layer)
    return layers


def _split(rows: Array, counts: Sequence[int]) -> list[Array]:
    return np.split(rows, np.cumsum(counts)[:-1]) if counts else []


def _add_steps(
    layer: dict[str, Any],
    arrays: dict[str, Array],
    name: str,
    values: Array,
    dtype: str,
    ends_as: str = "",
) -> None:
    low, high = ends(values)
    layer[name] = f"{layer['name']}.{name}"
    layer[f"{ends_as}low"] = [short(value) for value in low]
    layer[f"{ends_as}high"] = [short(value) for value in high]
    arrays[layer[name]] = levels(values, low, high, dtype)


def _learned_values(kind: type[Kind], variables: Sequence[Any]) -> dict[str, Any]:
    learned = kind.learned([np.asarray(values, np.float32) for values in variables])
    return {name: [short(value) for value in row] for name, row in learned.items()}


def _state(look: Look, index: int, part: DrawnLayer) -> LayerState:
    weights, gradients, saturated = (short(value) for value in look.numbers[index])
    dead = np.flatnonzero(look.dead[index])
    names = ("weights", "activations", "gradients")
    rows = range(3 * index, 3 * index + 3)
    state: LayerState = {
        "dead": dead[:_MAX_DEAD].tolist(),
        "dead_count": len(dead),
        "saturated": saturated,
        "histograms": {
            name: {
                "low": short(look.spans[row, 0]),
                "high": short(look.spans[row, 1]),
                "counts": look.counts[row].tolist(),
            }
            for name, row in zip(names, rows, strict=True)
            if look.counts[row].any()
        },
    }
    if part.has_weights:
        state["weight_size"], state["gradient_size"] = weights, gradients
    return state


def _output(subject: Subject, look: Look) -> tuple[Array, float, float]:
    """The answer in steps, and the values of the first and the last step.

    The values are in units of the target; 0 and 1 for a probability; -1 and 1 for a margin, beyond which answers are
    certain.

    """
    dtype = "uint8" if len(subject.axes) == 2 else "uint16"
    answer, low, high = look.output, np.zeros(1), np.ones(1)
    if answers_with_margin(subject.prepared.task, subject.planned.experiment.training):
        answer, low = np.clip(answer, -1.0, 1.0), -np.ones(1)
    elif not subject.prepared.classes:
        answer = answer.astype(np.float64) * subject.prepared.y_scale + subject.prepared.y_offset
        low, high = ends(answer)
    steps = levels(answer, low, high, dtype)
    return steps, short(low[0]) or 0.0, short(high[0]) or 0.0
