"""Heart-beat: a thread that notes that this server is alive, whatever its other threads wait for."""

import threading
from collections.abc import Callable
from contextlib import suppress

from playground.store import StoreError
from playground.store.servers import Servers


class Heartbeat:
    """Says again and again that this server is alive, while its database is open.

    Neither a slow write nor a file store that stalls makes other servers take this one for dead.

    Args:
        servers: the servers of the database, seen from this one.
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
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns when no sign of life is given any more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._ended.wait(self._seconds):
            if self._is_open():
                with suppress(StoreError):  # whoever writes meets the same error and tells of it
                    self._servers.say_alive()
