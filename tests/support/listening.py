"""Someone who listens to a run on an engine."""

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
    """Hears one run, and lets a test wait for what it hears."""

    def __init__(self) -> None:
        self.run_id = secrets.token_hex(16)
        self.heard: list[Event] = []
        self._queue: queue.Queue[Event] = queue.Queue()

    def __call__(self, events: list[Event]) -> None:
        for event in events:
            self._queue.put(event)

    def until(self, kind: str, **wanted: Any) -> Any:
        """Wait for the next event of a kind, with these values; only pictures and weights come after the run's end."""
        deadline = time.monotonic() + SECONDS
        while True:
            event = self.next(deadline)
            if event.kind == kind and all(getattr(event, name) == value for name, value in wanted.items()):
                return event
            assert not isinstance(event, Ended) or kind in ("picture", "no_picture", "weights"), event.reason

    def next(self, deadline: float | None = None) -> Event:
        """Wait for the next event of any kind."""
        seconds = SECONDS if deadline is None else deadline - time.monotonic()
        event = self._queue.get(timeout=max(seconds, 0.01))
        self.heard.append(event)
        return event

    @property
    def worker(self) -> str:
        """The address of the worker that began the run; before, it may have been heard to wait."""
        return next(event.worker for event in self.heard if isinstance(event, Started))

    def all(self) -> list[Event]:
        """Everything heard so far."""
        while not self._queue.empty():
            self.heard.append(self._queue.get())
        return self.heard


def train(engine: Engine, experiment: Complete) -> Listener:
    """Submit a run and listen to it."""
    listener = Listener()
    engine.submit(Train(listener.run_id, experiment), listener)
    return listener
