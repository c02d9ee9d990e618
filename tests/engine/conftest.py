"""One warm engine for all tests of this room, and someone who listens to its runs."""

import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from playground.engine.client import Engine
from playground.experiment import Data, Dense, EarlyStopping, Experiment, Network, Training

SECONDS = 90.0  # how long a test waits for what comes at once on a machine that has nothing else to do


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


def short(epochs: int = 3, **data: Any) -> Experiment:
    """Over in a moment."""
    return Experiment(
        data=Data(dataset="iris", **data),
        network=Network(layers=(Dense(units=4),)),
        training=Training(epochs=epochs, batch_size=None),
    )


def endless() -> Experiment:
    """Goes on for as long as any test needs it."""
    return Experiment(
        data=Data(dataset="red-wine"),
        network=Network(layers=(Dense(units=256), Dense(units=256))),
        training=Training(epochs=10_000, batch_size=16, early_stopping=EarlyStopping(patience=10_000)),
    )


def train(engine: Engine, experiment: Experiment) -> Listener:
    """Submit a run and listen to it."""
    listener = Listener()
    engine.submit(listener.run_id, experiment, listener)
    return listener


def clusters(parent: int | None = None) -> list[psutil.Process]:
    """The embedded clusters of a process, this one by default."""
    return [
        process
        for process in psutil.Process(parent).children()
        if "playground.engine.local" in process.cmdline()
    ]


def process_at(address: str) -> psutil.Process:
    """The process that listens at a worker's address, tcp://host:port."""
    port = int(address.rsplit(":", 1)[1])
    for process in psutil.Process().children(recursive=True):
        if any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in process.net_connections()):
            return process
    raise AssertionError(f"nobody listens at {address}")


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that nobody tells of."""
    deadline = time.monotonic() + SECONDS
    moment = threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        moment.wait(0.02)


def wait_until_gone(processes: list[psutil.Process]) -> None:
    """Wait until all of these processes have ended."""
    _, alive = psutil.wait_procs(processes, timeout=SECONDS)
    assert not alive


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """An engine with two workers; a test leaves it with nothing going on."""
    engine = Engine(workers=2)
    engine.start()
    yield engine
    engine.close()
