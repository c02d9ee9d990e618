"""The untrained network of an experiment: what a run would send at epoch 0."""

from typing import Any

from playground.experiment import Complete
from playground.pictures.evaluated import is_evaluated
from playground.pictures.probe import variables
from playground.pictures.renderer import Renderer, Snapshot
from playground.pictures.weights import encode_weights
from playground.plan import plan
from playground.worker.first_weights import with_first_weights


def untrained(experiment: Complete) -> bytes:
    """The encoded weights of a network that browsers evaluate, or the encoded picture of any other network.


    Raises:
        ExperimentError: the experiment cannot be trained.
    """
    planned = plan(experiment)
    weights: list[Any] = [variable.numpy() for variable in variables(with_first_weights(planned))]
    if is_evaluated(planned):
        return encode_weights(0, 0, weights)
    return Renderer(planned).render(Snapshot(0, 0, weights))
