"""The runs and the engine that all pages of this process share."""

import atexit
import threading

from playground.engine.client import Engine
from playground.runs import Runs
from playground.store import Files, Store
from playground.store.settings import database_url, files_url

_lock = threading.Lock()
_engine: Engine | None = None
_runs: Runs | None = None


def runs() -> Runs:
    """The runs of this process; its engine starts with the first run, unless the server started it before."""
    global _engine, _runs
    with _lock:
        if _runs is None:
            files = Files(files_url())
            _engine = Engine(files=files)
            _runs = Runs(_engine, Store(database_url()), files)
            atexit.register(close)
        return _runs


def start() -> None:
    """Start the engine, so that its workers are warm before the first run. Returns at once."""
    runs()
    with _lock:
        if _engine is not None:
            _engine.start()


def close() -> None:
    """End the engine; the next call of `runs` begins anew.

    Runs on workers of its own end with it, those on a cluster that others started go on and are found again.
    """
    global _engine, _runs
    with _lock:
        engine, runs, _engine, _runs = _engine, _runs, None, None
    if engine is not None and runs is not None:
        atexit.unregister(close)
        engine.close(leave=True)
        runs.close()
