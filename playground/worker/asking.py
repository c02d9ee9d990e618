"""Asking: answers questions about the network that a run kept. The latest networks stay in memory for quick answers."""

import hashlib
from functools import partial
from typing import Any

from cachetools import LRUCache

from playground.messages.checkpoint import from_npz
from playground.messages.events import Answer
from playground.messages.jobs import Ask, Result
from playground.messages.questions import Arrays, Explain, Follow, PutThrough, Shuffle, pack
from playground.worker.desk import Desk

NETWORKS = 2  # the most networks in memory

_networks: LRUCache[tuple[object, bytes], Any] = LRUCache(
    NETWORKS
)  # used by the one thread that does short jobs


def do(job: Ask, desk: Desk) -> Result:  # noqa: ARG001 - it sends no events
    """Answers a question."""
    return Answer(content=pack(_answer(job)))


def _answer(job: Ask) -> Arrays:
    from playground.evaluation.contributions import explained
    from playground.evaluation.importance import drops
    from playground.network.outputs import layer_outputs, outputs
    from playground.plan import plan

    model, planned = _network(job), plan(job.experiment)
    network = partial(outputs, model)
    match job.question:
        case PutThrough(x=x):
            return {"outputs": network(x)}
        case Follow(x=x):
            return {f"layer_{index}": values for index, values in enumerate(layer_outputs(model, x))}
        case Shuffle(columns=columns):
            return {"drops": drops(planned, network, columns)}
        case Explain(x=x):
            return vars(explained(planned, network, x))


def _network(job: Ask) -> Any:
    from playground.network.model import untrained
    from playground.plan import plan

    key = (job.experiment, hashlib.sha256(job.weights).digest())
    network = _networks.get(key)
    if network is None:
        planned = plan(job.experiment)
        network = untrained(planned.experiment, planned.prepared)
        network.set_weights(from_npz(job.weights))
        _networks[key] = network
    return network
