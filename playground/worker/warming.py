"""Warming: an idle worker traces and compiles the epochs of the presets. Runs have priority.

The process keeps the traced epochs (`playground.training.compiled`), so the first run of a preset begins at once. They
do not change whether and when an epoch of a run goes through XLA.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playground.experiment.presets import presets
from playground.plan import Plan, plan

IDLE_SECONDS = 0.5  # the time without work after which a worker counts as idle

_log = logging.getLogger(__name__)


class Idleness:
    """Whether a worker has nothing to do. Thread-safe."""

    def __init__(self, seconds: float = IDLE_SECONDS) -> None:
        self._seconds = seconds
        self._changed = threading.Condition()
        self._works = 0
        self._since = 0.0

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """Marks the worker as busy during the block."""
        with self._changed:
            self._works += 1
        try:
            yield
        finally:
            with self._changed:
                self._works -= 1
                self._since = time.monotonic()
                self._changed.notify_all()

    @property
    def is_over(self) -> bool:
        """Whether the worker is busy."""
        return self._works > 0

    def wait(self) -> None:
        """Waits until the worker has been idle for a moment."""
        with self._changed:
            while self._works or (left := self._since + self._seconds - time.monotonic()) > 0:
                self._changed.wait(None if self._works else left)


idle = Idleness()  # of this worker


def warm_up_presets() -> None:
    """Prepares the epoch and the picture of each preset, in order, whenever the worker is idle."""
    for name, preset in presets().items():
        try:
            planned = plan(preset)
            idle.wait()
            _look(planned)
            idle.wait()
            _prepare(planned)
        except Exception:
            # A run of the preset will meet the same error and report it to a person.
            _log.exception("The preset %s could not be prepared.", name)


def _look(planned: Plan) -> None:
    from playground.worker.untrained import untrained

    untrained(planned.experiment)


def _prepare(planned: Plan) -> None:
    from playground.worker.first_weights import prepare_planned

    prepare_planned(planned, lambda: not idle.is_over)
