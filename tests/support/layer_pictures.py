"""Real pictures of a small network with the layer under test."""

from typing import Any

from playground.experiment import Data, Dense, Experiment, Network
from playground.layers.kind import Kind
from playground.network.model import untrained
from playground.pictures.format import Picture, decode
from playground.pictures.probe import variables
from playground.pictures.renderer import Renderer, Snapshot
from playground.plan import Plan, plan


def network_with(layer: Kind) -> Plan:
    """A network for the spiral, with the layer between two dense ones."""
    settings: list[dict[str, Any]] = [Dense(units=4, activation="tanh").model_dump(), layer.model_dump()]
    network = Network.model_validate({"layers": [*settings, Dense(units=3).model_dump()]})
    return plan(Experiment(data=Data(dataset="spiral"), network=network))


def picture_with(layer: Kind) -> Picture:
    """The picture of such a network before training."""
    planned = network_with(layer)
    model = untrained(planned.experiment, planned.prepared)
    values = [variable.numpy() for variable in variables(model)]
    return decode(Renderer(planned).render(Snapshot(0, 0, values)))
