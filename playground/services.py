"""Services: the parts of one installation, put together once for all pages and routes of a process."""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playground.engine.client import Engine
from playground.engine.standing import EngineCounts
from playground.keeping.tidier import Tidier
from playground.runs import Runs
from playground.showing.untrained import UntrainedNetworks
from playground.store import Files, Store
from playground.store.settings import database_url, files_url


class Services:
    """The parts that pages and routes share.

    Args:
        runs: all runs, which use engine, store and files.
        engine: the engine that `start` starts and `close` ends; None if the caller does both.
        tidier: tidies from `start` to `close`; None switches tidying off.
    """

    def __init__(self, runs: Runs, engine: Engine | None = None, tidier: Tidier | None = None) -> None:
        self.runs = runs
        self.untrained = UntrainedNetworks(runs.engine)
        self._engine = engine
        self._tidier = tidier

    @classmethod
    def from_settings(cls) -> "Services":
        """The services configured by the environment; their engine starts with `start` or with the first run."""
        files = Files(files_url())
        engine, store = Engine(files=files), Store(database_url())
        return cls(Runs(engine, store, files), engine, Tidier(store, files))

    @property
    def standing(self) -> EngineCounts | None:
        """The counts of the engine's workers and jobs; None if the caller manages the engine."""
        return None if self._engine is None else self._engine.standing

    def start(self) -> None:
        """Starts the engine, so that its workers are warm before the first run, and the tidier. Returns at once."""
        if self._engine is not None:
            self._engine.start()
        if self._tidier is not None:
            self._tidier.start()

    def close(self) -> None:
        """Ends the engine and writes what is still waiting.

        Runs on the engine's own workers end too. Runs on a cluster that others started continue, and a later server
        takes them over.
        """
        if self._tidier is not None:
            self._tidier.close()
        if self._engine is not None:
            self._engine.close(leave=True)
        self.runs.close()


_lock = threading.Lock()
_own: Services | None = None  # made by the first call of `services`
_used: list[Services] = []  # the last one is the one in use


def services() -> Services:
    """The services in use: those of the innermost `use`, else the process' own."""
    global _own
    with _lock:
        if _used:
            return _used[-1]
        if _own is None:
            _own = Services.from_settings()
            atexit.register(close)
        return _own


def runs() -> Runs:
    """The runs of the services in use."""
    return services().runs


def untrained() -> UntrainedNetworks:
    """The untrained networks of the services in use."""
    return services().untrained


@contextmanager
def use(other: Services) -> Iterator[Services]:
    """Gives all pages and routes of this process other services during the block. It starts and closes nothing."""
    with _lock:
        _used.append(other)
    try:
        yield other
    finally:
        with _lock:
            _used.remove(other)


def close() -> None:
    """Closes the process' own services; the next call of `services` makes new ones."""
    global _own
    with _lock:
        own, _own = _own, None
    if own is not None:
        atexit.unregister(close)
        own.close()
