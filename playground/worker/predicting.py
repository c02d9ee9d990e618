"""Predicting: the predictions of a run's kept network and of baselines for the rows of each part of its data."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.messages.checkpoint import from_npz
from playground.messages.events import Answer
from playground.messages.jobs import Predict, Result
from playground.worker.desk import Desk

if TYPE_CHECKING:
    from playground.evaluation.predicted import Predicted
    from playground.plan import Plan


def do(job: Predict, desk: Desk) -> Result:  # noqa: ARG001 - it sends no events
    """Returns the predictions, packed by `playground.evaluation.predicted.pack`."""
    from playground.evaluation.predicted import pack
    from playground.plan import plan

    return Answer(content=pack(predict(plan(job.experiment), from_npz(job.weights), opened=job.opened)))


def predict(planned: "Plan", weights: Sequence[NDArray[Any]], *, opened: bool = False) -> "Predicted":
    """The predictions of a network with these weights, and of the baselines, for the rows of each part.

    With `opened`, the test rows are a part too.

    Raises:
        ValueError: the weights belong to another network.

    """
    from playground.evaluation.answers import parts_of
    from playground.evaluation.predicted import predicted
    from playground.network.model import untrained
    from playground.network.outputs import outputs

    model = untrained(planned.experiment, planned.prepared)
    model.set_weights(weights)
    parts = parts_of(planned, opened)
    return predicted(planned.prepared, parts, {part: outputs(model, rows.x) for part, rows in parts.items()})
