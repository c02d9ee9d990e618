"""Parts: the layers of a network as pictures show them. No Keras."""

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from playground.experiment import Layer
from playground.layers.kind import Shape
from playground.layers.table import KINDS
from playground.network.shapes import output_activation
from playground.plan import Plan

SHOWN = 8  # values of a layer that are drawn
SHOWN_OF_MANY = 4  # in networks with more than MANY_LAYERS layers
MANY_LAYERS = 20


@dataclass(frozen=True)
class DrawnLayer:
    """A layer: what it is called, what it does, how many values it puts out and how many are drawn.

    `settings` are those that its picture shows or what it computes depends on, by name.
    """

    name: str
    title: str
    kind: str  # a kind of layer, "input" or "output"
    units: int
    shown: int
    activation: str | None = None
    settings: tuple[tuple[str, float], ...] = ()

    @property
    def has_weights(self) -> bool:
        """Whether it has a matrix of weights and a bias."""
        return self.kind == "output" or (self.kind in KINDS and KINDS[self.kind].has_matrix)

    @property
    def has_maps(self) -> bool:
        """Whether each of its values gets a picture; a dropout passes on what comes in."""
        return not (self.kind in KINDS and KINDS[self.kind].passes_on)

    def described(self) -> dict[str, Any]:
        """The layer as a browser knows it: plain data, in a picture's header."""
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "units": self.units,
            "shown": self.shown,
            "activation": self.activation,
            **dict(self.settings),
        }


def parts(planned: Plan) -> tuple[DrawnLayer, ...]:
    """The inputs, every hidden layer, the output; numbered by kind from 1, as "dense_1" and "Dense 1"."""
    prepared, layers = planned.prepared, planned.experiment.network.layers
    found = [DrawnLayer("input", "Inputs", "input", len(prepared.inputs), 0)]
    counts: Counter[str] = Counter()
    for layer in layers:
        counts[layer.type] += 1
        found.append(_part(layer, counts[layer.type], (found[-1].units,)))
    activation = output_activation(prepared.task, planned.experiment.training)
    found.append(DrawnLayer("output", "Output", "output", prepared.outputs, 0, activation))
    most = SHOWN_OF_MANY if len(layers) > MANY_LAYERS else SHOWN
    return tuple(replace(part, shown=min(part.units, most)) for part in found)


def _part(layer: Layer, number: int, incoming: Shape) -> DrawnLayer:
    return DrawnLayer(
        name=f"{layer.type}_{number}",
        title=f"{layer.title} {number}",
        kind=layer.type,
        units=math.prod(layer.shape(incoming)),
        shown=0,
        activation=layer.curve,
        settings=tuple(layer.drawn.items()),
    )
