"""The untrained networks that pages show before training; each is computed once for all viewers."""

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

from cachetools import LRUCache

from playground.engine.protocol import Trains
from playground.experiment import Complete
from playground.experiment.link import to_link
from playground.experiment.untrained import untrained
from playground.ids import new_id
from playground.messages.jobs import Look
from playground.pictures.evaluated import is_evaluated
from playground.pictures.film import Film
from playground.plan import Plan

KEPT = 256  # networks, at most 60 KB each


@dataclass(frozen=True)
class Beginning:
    """An untrained network: its experiment and its one picture."""

    experiment: Complete
    film: Film = field(default_factory=Film, compare=False)


class UntrainedNetworks:
    """Has workers compute untrained networks. Thread-safe."""

    def __init__(self, engine: Trains) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._looks: LRUCache[Complete, Future[bytes]] = LRUCache(KEPT)

    def look(self, planned: Plan) -> Future[bytes]:
        """The encoded weights or picture of the untrained network of a plan; later calls get the same result.

        Returns at once. The result is an OSError if no worker answers; then the next call tries again.
        """
        experiment = untrained(planned.experiment)
        with self._lock:
            known: Future[bytes] | None = self._looks.get(experiment)
            if known is None or (known.done() and known.exception() is not None):
                known = self._looks[experiment] = self._engine.beside(
                    Look(new_id(), experiment), small=is_evaluated(planned)
                )
            return known


def link_of(experiment: Complete) -> str:
    """The link of the untrained network of an experiment, or of the same experiment without its branch."""
    return to_link(untrained(experiment))


def beginning(planned: Plan, content: bytes | None) -> Beginning:
    """The untrained network of a plan with its picture; without one if `content` is None."""
    found = Beginning(planned.experiment)
    if content is not None:
        found.film.put(0, 0, content)
    return found
