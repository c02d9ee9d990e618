"""Recorder: keeps the weights of a network while it is trained, for browsers to evaluate."""

import logging
import time
from collections.abc import Callable
from typing import Any

from playground.messages.events import Event, Picture
from playground.messages.messenger import Cadence, Messenger
from playground.network.reading import reader
from playground.pictures.film import MAX_BYTES
from playground.pictures.probe import variables
from playground.pictures.weights import encode_weights

SECONDS_AMID = 0.16  # between two moments amid an epoch, or from the end of one to the first

_log = logging.getLogger(__name__)


class Recorder:
    """Sends the weights of one run's network: those of every epoch, up to as many as a film keeps.

    Beyond, every second epoch, then every fourth and so on, as a film thins what it has. Copying the weights of a
    small network is all that it costs training.

    Args:
        model: the network that is trained.
        send: called by a thread of its own with a list of `Picture` events.
        cadence: how often; the usual one if None.
    """

    def __init__(
        self, model: Any, send: Callable[[list[Event]], None], cadence: Cadence | None = None
    ) -> None:
        self._weights = reader(variables(model))
        self._n_bytes = sum(values.nbytes for values in self._weights())
        self._messenger = Messenger(send, cadence)
        self._failed = False
        self._due = 0.0

    def moment(self, epoch: int, batch: int = 0) -> None:
        """Records the network unless the moment is left out: an epoch of those, or amid one soon after the last."""
        now = time.monotonic()
        if now >= self._due if batch else epoch % _step(epoch, self._n_bytes) == 0:
            self._due = now + SECONDS_AMID
            self.record(epoch, batch)

    def record(self, epoch: int, batch: int = 0) -> None:
        """Records the network in any case, after `epoch` epochs and `batch` batches of the next."""
        if self._failed:
            return
        content = encode_weights(epoch, batch, self._weights())
        try:
            self._messenger.put(Picture(epoch=epoch, batch=batch, bytes=content))
        except Exception:
            # The run goes on without: trying again would only hold it up.
            _log.exception("weights could not be sent")
            self._failed = True

    def hurry(self) -> None:
        """Sends at once what waits."""
        self._messenger.hurry()

    def close(self) -> None:
        """Sends what waits, and ends."""
        try:
            self._messenger.close()
        except Exception:
            _log.exception("the last weights could not be sent")


def _step(epoch: int, n_bytes: int) -> int:
    """Every how many epochs one is recorded: a power of two, 1 as long as all fit into a film."""
    step = 1
    while epoch * n_bytes > step * MAX_BYTES:
        step *= 2
    return step
