"""Messenger: bundles events into messages, in a thread of its own."""

import threading
import time
from collections.abc import Callable

from playground.messages.events import Event, joined

_SOON = 0.25  # of the usual distance between messages
KEPT_SECONDS = 20.0  # for which a run that somebody looks at is told of more often


class Cadence:
    """The seconds between two messages: `usual`, or for a while those that whoever looks asks for. Thread-safe."""

    def __init__(self, usual: float = 0.1) -> None:
        self._usual = usual
        self._request = (usual, 0.0)  # the seconds, and until when

    def ask(self, seconds: float) -> None:
        """Has a message sent every `seconds`, or every `usual` where these are fewer; for `KEPT_SECONDS`."""
        self._request = (seconds, time.monotonic() + KEPT_SECONDS)

    @property
    def seconds(self) -> float:
        """The seconds between two messages now."""
        seconds, until = self._request
        return min(seconds, self._usual) if time.monotonic() < until else self._usual


class Messenger:
    """Hands events on in messages: the first at once, the second soon, then as often as the cadence says.

    No event waits longer than that: a thread sends it even when no further event comes. `send` gets a list of events
    and is only called by that thread; the next `put` or `close` raises what `send` raised.
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
        """Take events, which travel together, and return at once."""
        with self._changed:
            if self._error is not None:
                raise self._error
            if self._closed:
                raise RuntimeError("the messenger is closed")
            self._waiting.extend(events)
            if len(self._waiting) == len(events):
                self._changed.notify_all()

    def hurry(self) -> None:
        """Send what is waiting now, and return at once."""
        with self._changed:
            self._hurries = True
            self._changed.notify_all()

    def close(self) -> None:
        """Send what is waiting now, and return when it is sent; nothing can be put afterwards."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        next_message = 0.0
        share = _SOON  # the first epochs follow soon on the untrained network
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
                    self._send(joined(waiting))
                    next_message = time.monotonic() + share * self._cadence.seconds
                    share = 1.0
            except Exception as error:
                with self._changed:
                    self._error = error
                return
            if last:
                return
