"""Someone who listens to a run on an engine."""

import queue
import secrets
import time
from typing import Any

from playground.engine.client import Engine
from playground.experiment import Experiment
from tests.support.waiting import SECONDS


class Listener:
    """Hears one run, and lets a test wait for what it hears."""

    def __init__(self) -> None:
        self.run_id = secrets.token_hex(16)
        self.heard: list[dict[str, Any]] = []
        self._queue: queue.Queue[dict[str, Any]] = queue.Queue()

    def __call__(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            self._queue.put({**event, "at": time.monotonic()})

    def until(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """Wait for the next event of a kind, with these values; only pictures and weights come after the run's end."""
        deadline = time.monotonic() + SECONDS
        while True:
            event = self.next(deadline)
            if event["kind"] == kind and wanted.items() <= event.items():
                return event
            assert event["kind"] != "ended" or kind in ("picture", "no_picture", "weights"), event["reason"]

    def next(self, deadline: float | None = None) -> dict[str, Any]:
        """Wait for the next event of any kind."""
        seconds = SECONDS if deadline is None else deadline - time.monotonic()
        event = self._queue.get(timeout=max(seconds, 0.01))
        self.heard.append(event)
        return event

    def all(self) -> list[dict[str, Any]]:
        """Everything heard so far."""
        while not self._queue.empty():
            self.heard.append(self._queue.get())
        return self.heard


def train(engine: Engine, experiment: Experiment) -> Listener:
    """Submit a run and listen to it."""
    listener = Listener()
    engine.submit(listener.run_id, experiment, listener)
    return listener
