"""Watchers: whoever wants to hear, in any thread, that something has changed."""

import threading
from collections.abc import Callable


class Watchers:
    """Calls each watcher after every change. Thread-safe; a watcher returns at once and raises nothing.

    Attributes:
        version: rises with each change.
    """

    def __init__(self) -> None:
        self.version = 0
        self._calls: tuple[Callable[[], None], ...] = ()
        self._lock = threading.Lock()

    def add(self, call: Callable[[], None]) -> None:
        """Has `call` called from now on."""
        with self._lock:
            self._calls = (*self._calls, call)

    def remove(self, call: Callable[[], None]) -> None:
        """Has `call` called no more."""
        with self._lock:
            self._calls = tuple(other for other in self._calls if other != call)

    def tell(self) -> None:
        """Calls the watchers, in the thread that made the change."""
        with self._lock:
            self.version += 1
            calls = self._calls
        for call in calls:
            call()
