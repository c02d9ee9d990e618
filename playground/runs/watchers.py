"""Watchers: functions that are called, in any thread, when something has changed."""

import threading
from collections.abc import Callable


class Watchers:
    """Calls each watcher after every change. Thread-safe; a watcher returns at once and raises nothing.

    Attributes:
        version: a number that rises with each change.
    """

    def __init__(self) -> None:
        self.version = 0
        self._calls: tuple[Callable[[], None], ...] = ()
        self._lock = threading.Lock()

    def add(self, call: Callable[[], None]) -> None:
        """Adds `call` to the watchers."""
        with self._lock:
            self._calls = (*self._calls, call)

    def remove(self, call: Callable[[], None]) -> None:
        """Removes `call` from the watchers."""
        with self._lock:
            self._calls = tuple(other for other in self._calls if other != call)

    def tell(self) -> None:
        """Calls the watchers in the thread that made the change."""
        with self._lock:
            self.version += 1
            calls = self._calls
        for call in calls:
            call()
