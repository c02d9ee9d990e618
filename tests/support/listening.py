"""A listener to a run on an engine."""

import queue
import secrets
import time
from typing import Any

from playground.engine.client import Engine
from playground.experiment import Complete
from playground.messages.events import Ended, Event, Started
from playground.messages.jobs import Train
from tests.support.waiting import SECONDS


class Listener:
    """Collects one run's events, and lets a test wait for them."""

    def __init__(self) -> None:
        self.run_id = secrets.token_hex(16)
        self.heard: list[Event] = []
        self._queue: queue.Queue[Event] = queue.Queue()

    def __call__(self, events: list[Event]) -> None:
        for event in events:
            self._queue.put(event)

    def until(self, kind: str, **wanted: Any) -> Any:
        """Waits for the next event of a kind with these values; only pictures and weights come after the run's end."""
        deadline = time.monotonic() + SECONDS
        while True:
            event = self.next(deadline)
            if event.kind == kind and all(getattr(event, name) == value for name, value in wanted.items()):
                return event
            assert not isinstance(event, Ended) or kind in ("picture", "no_picture", "weights"), event.reason

    def next(self, deadline: float | None = None) -> Event:
        """Waits for the next event of any kind."""
        seconds = SECONDS if deadline is None else deadline - time.monotonic()
        event = self._queue.get(timeout=max(seconds, 0.01))
        self.heard.append(event)
        return event

    @property
    def worker(self) -> str:
        """The address of the worker that started the run, by the events read so far."""
        return next(event.worker for event in self.heard if isinstance(event, Started))

    def all(self) -> list[Event]:
        """All events so far."""
        while not self._queue.empty():
            self.heard.append(self._queue.get())
        return self.heard


def train(engine: Engine, experiment: Complete) -> Listener:
    """Submits a run and listens to it."""
    listener = Listener()
    engine.submit(Train(listener.run_id, experiment), listener)
    return listener
