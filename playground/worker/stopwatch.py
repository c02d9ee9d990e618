"""Stopwatch: the seconds of a run's training, without the time in which the run was held."""

import time
from collections.abc import Callable


class Stopwatch:
    """Counts from `seconds` on while it runs; it is stopped at first."""

    def __init__(self, seconds: float = 0.0, clock: Callable[[], float] = time.perf_counter) -> None:
        self._seconds = seconds
        self._clock = clock
        self._since: float | None = None

    def start(self) -> None:
        """Starts the watch; does nothing if it runs."""
        if self._since is None:
            self._since = self._clock()

    def stop(self) -> None:
        """Stops the watch; does nothing if it does not run."""
        self._seconds, self._since = self.seconds, None

    @property
    def seconds(self) -> float:
        """The seconds counted so far."""
        return self._seconds + (0.0 if self._since is None else self._clock() - self._since)
