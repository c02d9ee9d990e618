"""Estimate: how long a job will wait for a worker, from how long the latest jobs used theirs."""

from collections import deque
from statistics import median

_LATEST = 20  # the number of latest jobs that count
_STEPS = (2, 3, 5, 10, 15, 20, 30, 45, 60)  # the minutes that an estimate may name


class Estimate:
    """Learns from finished jobs."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=_LATEST)
        self._usual: float | None = None  # seconds

    def note(self, seconds: float) -> None:
        """Records that a job used its worker for `seconds`."""
        self._seconds.append(seconds)
        self._usual = median(self._seconds)

    def words(self, place: int, threads: int) -> str:
        """A sentence on how long the job at `place` in the queue will wait; "" if no job has finished yet.

        Args:
            place: the job's place in the queue; 1 is next.
            threads: jobs that the workers do at once.
        """
        if self._usual is None or threads < 1:
            return ""
        minutes = self._usual * place / threads / 60
        if minutes <= 1:
            return "This one begins within a minute, if the others take as long as the last ones."
        step = next((step for step in _STEPS if minutes <= step), None)
        duration = "more than an hour" if step is None else f"about {step} minutes"
        return f"It will be {duration} until this one begins, if the others take as long as the last ones."
