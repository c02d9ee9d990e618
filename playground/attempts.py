"""Attempts: how often something was tried recently, by name."""

import threading
import time
from collections import deque

from cachetools import TTLCache

_MOST_NAMES = 10_000  # the most names in memory


class Attempts:
    """Counts attempts by name, such as an address, over the last `seconds`. Thread-safe."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._times: TTLCache[str, deque[float]] = TTLCache(_MOST_NAMES, seconds)

    def take(self, name: str, most: int) -> bool:
        """Counts an attempt and returns True; returns False if there were `most` recently."""
        with self._lock:
            now = time.monotonic()
            times = self._times.get(name, deque())
            while times and now - times[0] > self._seconds:
                times.popleft()
            if len(times) >= most:
                return False
            times.append(now)
            self._times[name] = times  # stays in memory until the last attempt is old
            return True

    def give_back(self, name: str) -> None:
        """Removes the last attempt, which should not count."""
        with self._lock:
            if times := self._times.get(name):
                times.pop()
