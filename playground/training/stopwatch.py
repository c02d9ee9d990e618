"""Stopwatch: the seconds that a run was trained, without those that it was held."""

import time
from collections.abc import Callable


class Stopwatch:
    """Counts while it runs, from `seconds` on; it stands still at first."""

    def __init__(self, seconds: float = 0.0, clock: Callable[[], float] = time.perf_counter) -> None:
        self._seconds = seconds
        self._clock = clock
        self._since: float | None = None

    def start(self) -> None:
        """Run, if it stands."""
        if self._since is None:
            self._since = self._clock()

    def stop(self) -> None:
        """Stand still, if it runs."""
        self._seconds, self._since = self.seconds, None

    @property
    def seconds(self) -> float:
        """What it has counted."""
        return self._seconds + (0.0 if self._since is None else self._clock() - self._since)
