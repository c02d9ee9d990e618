"""Steps: the way of one row through the layers of a network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.datasets.arrays import Floats, Inputs
from playground.evaluation.answers import Outputs
from playground.layers.table import KINDS
from playground.pictures.drawn_layers import parts
from playground.plan import Plan


@dataclass(frozen=True, eq=False)
class Step:
    """The output of a layer for a row.

    Attributes:
        title: the layer's title in pictures: `Dense 1`.
        detail: its most telling settings: `64 relu`.
        values: float64 (values,).
        names: the names of the values; () for a hidden layer, whose values are only numbered.
        passes_on: whether it leaves all values unchanged.
    """

    title: str
    detail: str
    values: Floats
    names: tuple[str, ...] = ()
    passes_on: bool = False

    @property
    def zeros(self) -> int:
        """How many values are 0."""
        return int((self.values == 0).sum())

    @property
    def farthest(self) -> float:
        """The finite value that is farthest from 0; 0 if there is none."""
        finite = self.values[np.isfinite(self.values)]
        return float(finite[np.abs(finite).argmax()]) if len(finite) else 0.0


def steps(planned: Plan, x: Inputs, layers: Sequence[Outputs]) -> tuple[Step, ...]:
    """The scaled inputs of a row, (n_inputs,), and each layer's output, (n_values,), the network's output last."""
    prepared, kinds = planned.prepared, planned.experiment.network.layers
    drawn = parts(planned)
    found = [Step("Inputs", "scaled", x.astype(np.float64), prepared.inputs)]
    for part, kind, values in zip(drawn[1:-1], kinds, layers, strict=False):
        passes_on = KINDS[kind.type].passes_on
        found.append(Step(part.title, kind.in_short, values.astype(np.float64), passes_on=passes_on))
    several = prepared.classes if len(prepared.classes) == len(layers[-1]) else ()
    names = several or (prepared.classes[1] if prepared.classes else prepared.predicted,)
    found.append(Step("Output", drawn[-1].activation or "", layers[-1].astype(np.float64), names))
    return tuple(found)
