"""Predicting: what the network that a run kept puts out for the rows of each part of its data."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.messages.checkpoint import as_npz, from_npz
from playground.messages.events import Answer
from playground.messages.jobs import Predict, Result
from playground.worker.desk import Desk

if TYPE_CHECKING:
    from playground.plan import Plan


def do(job: Predict, desk: Desk) -> Result:  # noqa: ARG001 - it tells nothing meanwhile
    """Predicts; the answer is `as_npz` of the outputs of each part, training first."""
    from playground.plan import plan

    found = outputs_of(plan(job.experiment), from_npz(job.weights))
    return Answer(content=as_npz(list(found.values())))


def outputs_of(planned: "Plan", weights: Sequence[NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    """The outputs, (rows, outputs), for the rows of each part, by its name.

    Raises:
        ValueError: the weights are those of another network.
    """
    from playground.network.model import untrained
    from playground.network.outputs import outputs

    model = untrained(planned.experiment, planned.prepared)
    model.set_weights(weights)
    return {name: outputs(model, rows.x) for name, rows in vars(planned.prepared.parts).items()}
