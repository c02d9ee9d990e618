"""Estimate: how long a job will wait for a worker, by how long the latest jobs have had theirs."""

from collections import deque
from statistics import median

_LATEST = 20  # jobs that count
_STEPS = (2, 3, 5, 10, 15, 20, 30, 45, 60)  # minutes, as an estimate may be told


class Estimate:
    """Learns from jobs that are done."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=_LATEST)
        self._usual: float | None = None  # seconds

    def note(self, seconds: float) -> None:
        """A job has had its worker for so long."""
        self._seconds.append(seconds)
        self._usual = median(self._seconds)

    def words(self, place: int, threads: int) -> str:
        """How long the job at a place of the queue, 1 being the next, will wait; "" where nothing is known.

        Args:
            place: in the queue.
            threads: jobs that the workers do at once.
        """
        if self._usual is None or threads < 1:
            return ""
        minutes = self._usual * place / threads / 60
        if minutes <= 1:
            return "This one begins within a minute, if the others take as long as the last ones."
        step = next((step for step in _STEPS if minutes <= step), None)
        told = "more than an hour" if step is None else f"about {step} minutes"
        return f"It will be {told} until this one begins, if the others take as long as the last ones."
