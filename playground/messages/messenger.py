"""Messenger: collects events into messages, in a thread of its own."""

import threading
import time
from collections.abc import Callable

from playground.messages.events import Event, join_epochs

_SOON = 0.25  # as a share of the usual time between messages
KEPT_SECONDS = 20.0  # how long a request for more frequent messages lasts


class Cadence:
    """The seconds between two messages: `usual`, or for a while the seconds that a viewer requested. Thread-safe."""

    def __init__(self, usual: float = 0.1) -> None:
        self._usual = usual
        self._request = (usual, 0.0)  # the seconds, and until when

    def ask(self, seconds: float) -> None:
        """Sets the time to `seconds`, or to `usual` if that is shorter, for `KEPT_SECONDS`."""
        self._request = (seconds, time.monotonic() + KEPT_SECONDS)

    @property
    def seconds(self) -> float:
        """The seconds between two messages now."""
        seconds, until = self._request
        return min(seconds, self._usual) if time.monotonic() < until else self._usual


class Messenger:
    """Passes events on in messages: the first at once, the second soon, the others at the cadence.

    No event waits longer, because a thread sends it even if no further event comes. Only that thread calls `send`, with
    a list of events; the next `put` or `close` raises the error that `send` raised.
    """

    def __init__(self, send: Callable[[list[Event]], None], cadence: Cadence | None = None) -> None:
        self._send = send
        self._cadence = cadence or Cadence()
        self._waiting: list[Event] = []
        self._closed = False
        self._hurries = False
        self._error: Exception | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="messenger", daemon=True)
        self._thread.start()

    def put(self, *events: Event) -> None:
        """Queues events, which stay in one message. Returns at once."""
        with self._changed:
            if self._error is not None:
                raise self._error
            if self._closed:
                raise RuntimeError("the messenger is closed")
            self._waiting.extend(events)
            if len(self._waiting) == len(events):
                self._changed.notify_all()

    def hurry(self) -> None:
        """Has the waiting events sent now. Returns at once."""
        with self._changed:
            self._hurries = True
            self._changed.notify_all()

    def close(self) -> None:
        """Sends the waiting events and returns after that. `put` must not be called afterwards."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        next_message = 0.0
        share = _SOON  # the first epochs follow the untrained network soon

        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                self._changed.wait_for(
                    lambda: self._closed or self._hurries,
                    timeout=max(0.0, next_message - time.monotonic()),
                )
                self._hurries = False
                waiting, self._waiting = self._waiting, []
                last = self._closed
            try:
                if waiting:
                    self._send(join_epochs(waiting))
                    next_message = time.monotonic() + share * self._cadence.seconds
                    share = 1.0
            except Exception as error:
                with self._changed:
                    self._error = error
                return
            if last:
                return
