"""Recorder: sends the weights of a network during training, for browsers to evaluate."""

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

SECONDS_AMID = 0.16  # between two moments within an epoch, or from the end of an epoch to the first one

_log = logging.getLogger(__name__)


class Recorder:
    """Sends the weights of one run's network: of every epoch, up to the capacity of a film.

    Beyond that, of every second epoch, then every fourth and so on, like the thinning of a film. The only cost for
    training is a copy of a small network's weights.

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
        """Records the network, unless its epoch is left out or, within an epoch, the last moment is too recent."""
        now = time.monotonic()
        if now >= self._due if batch else epoch % _step(epoch, self._n_bytes) == 0:
            self._due = now + SECONDS_AMID
            self.record(epoch, batch)

    def record(self, epoch: int, batch: int = 0) -> None:
        """Records the network after `epoch` epochs and `batch` batches of the next epoch, in any case."""
        if self._failed:
            return
        content = encode_weights(epoch, batch, self._weights())
        try:
            self._messenger.put(Picture(epoch=epoch, batch=batch, bytes=content))
        except Exception:
            # The run goes on without it, because trying again would only delay the run.
            _log.exception("weights could not be sent")
            self._failed = True

    def hurry(self) -> None:
        """Sends waiting weights at once."""
        self._messenger.hurry()

    def close(self) -> None:
        """Sends waiting weights and ends."""
        try:
            self._messenger.close()
        except Exception:
            _log.exception("the last weights could not be sent")


def _step(epoch: int, n_bytes: int) -> int:
    """The distance of recorded epochs: a power of two, 1 while all fit into a film."""
    step = 1
    while epoch * n_bytes > step * MAX_BYTES:
        step *= 2
    return step
