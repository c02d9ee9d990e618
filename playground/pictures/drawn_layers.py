"""Parts: the layers of a network as pictures show them. No Keras."""

from collections import Counter
from dataclasses import dataclass, replace

from playground.experiment import Activation, BatchNormalization, Dense, Dropout, Layer
from playground.network.shapes import output_activation
from playground.plan import Plan

SHOWN = 8  # values of a layer that are drawn
SHOWN_OF_MANY = 4  # in networks with more than MANY_LAYERS layers
MANY_LAYERS = 20

_TITLES = {
    "dense": "Dense",
    "dropout": "Dropout",
    "batch_normalization": "Batch norm",
    "activation": "Activation",
}


@dataclass(frozen=True)
class Part:
    """A layer: what it is called, what it does, how many values it puts out and how many are drawn."""

    name: str
    title: str
    kind: str  # "input", "dense", "dropout", "batch_normalization", "activation", "output"
    units: int
    shown: int
    activation: str | None = None
    rate: float | None = None

    @property
    def has_weights(self) -> bool:
        """Whether it has a matrix of weights and a bias."""
        return self.kind in ("dense", "output")

    @property
    def has_maps(self) -> bool:
        """Whether each of its values gets a picture; a dropout passes on what comes in."""
        return self.kind != "dropout"


def parts(planned: Plan) -> tuple[Part, ...]:
    """The inputs, every hidden layer, the output; numbered by kind from 1, as "dense_1" and "Dense 1"."""
    prepared, layers = planned.prepared, planned.experiment.network.layers
    found = [Part("input", "Inputs", "input", len(prepared.inputs), 0)]
    counts: Counter[str] = Counter()
    for layer in layers:
        counts[layer.type] += 1
        found.append(_part(layer, counts[layer.type], found[-1].units))
    activation = output_activation(prepared.task, planned.experiment.training)
    found.append(Part("output", "Output", "output", prepared.outputs, 0, activation))
    most = SHOWN_OF_MANY if len(layers) > MANY_LAYERS else SHOWN
    return tuple(replace(part, shown=min(part.units, most)) for part in found)


def _part(layer: Layer, number: int, units: int) -> Part:
    name, title = f"{layer.type}_{number}", f"{_TITLES[layer.type]} {number}"
    match layer:
        case Dense():
            return Part(name, title, layer.type, layer.units, 0, layer.activation)
        case Dropout():
            return Part(name, title, layer.type, units, 0, rate=layer.rate)
        case BatchNormalization():
            return Part(name, title, layer.type, units, 0)
        case Activation():
            return Part(name, title, layer.type, units, 0, layer.activation)
