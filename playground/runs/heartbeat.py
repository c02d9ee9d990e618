"""Heart-beat: a thread that records that this server is alive, independently of its other threads."""

import threading
from collections.abc import Callable
from contextlib import suppress

from playground.store import StoreError
from playground.store.servers import Servers


class Heartbeat:
    """Records regularly in the database that this server is alive, while the database is open.

    Thanks to it, a slow write or a stalled file store does not make this server look dead to others.

    Args:
        servers: the database's table of servers, for this one.
        is_open: whether the database can be written at the moment.
        seconds: between two signs of life.
    """

    def __init__(self, servers: Servers, is_open: Callable[[], bool], seconds: float) -> None:
        self._servers = servers
        self._is_open = is_open
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="heart-beat", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; returns after its last sign of life."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._ended.wait(self._seconds):
            if self._is_open():
                with suppress(StoreError):  # the keeper meets the same error and reports it
                    self._servers.say_alive()
