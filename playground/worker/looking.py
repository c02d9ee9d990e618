"""Looking: the network of an experiment before training."""

from playground.messages.events import Answer
from playground.messages.jobs import Look, Result
from playground.worker.desk import Desk
from playground.worker.train import load


def do(job: Look, desk: Desk) -> Result:  # noqa: ARG001 - it sends no events
    """Returns the network's weights or picture, see `playground.worker.untrained`."""
    return Answer(content=load().untrained(job.experiment))
