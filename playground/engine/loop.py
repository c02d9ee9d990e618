"""Loop: a thread with an event loop, to which other threads pass functions."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

_log = logging.getLogger(__name__)


class Loop:
    """A thread that starts with the first `note`. Any thread may call `note`, `soon` and `close`, the loop the rest."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._state = threading.Lock()
        self._closed = False
        self._background: set[asyncio.Task[None]] = set()

    def note(self, do: Callable[[], None]) -> None:
        """Calls the function soon in the loop's thread.

        Raises:
            RuntimeError: the loop is closed.
        """
        with self._state:
            if self._closed:
                raise RuntimeError("the engine is closed")
            if not self._thread.is_alive():
                self._thread.start()
        self.soon(do)

    def soon(self, do: Callable[[], None]) -> None:
        """Calls the function soon in the loop's thread, even while the loop is closing."""
        self._loop.call_soon_threadsafe(do)

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Calls the function after `seconds` seconds."""
        self._loop.call_later(seconds, do)

    def spawn(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Runs a coroutine concurrently; logs its error."""

        def settled(task: asyncio.Task[None]) -> None:
            self._background.discard(task)
            if not task.cancelled() and (error := task.exception()):
                _log.error("The engine met an error.", exc_info=error)

        task = self._loop.create_task(coroutine)
        self._background.add(task)
        task.add_done_callback(settled)

    def time(self) -> float:
        """The loop's clock, in seconds."""
        return self._loop.time()

    def close(self, last: Callable[[], Coroutine[Any, Any, None]], seconds: float) -> None:
        """Runs a last coroutine for at most `seconds` seconds and ends the thread. A second call does nothing."""
        with self._state:
            if self._closed:
                return
            self._closed = True
            if not self._thread.is_alive():
                return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(last(), self._loop).result(seconds)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
