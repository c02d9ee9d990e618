"""What all pages of this process share: its runs, on its one engine."""

import atexit
import threading

from playground.engine.client import Engine
from playground.runs import Runs

_lock = threading.Lock()
_engine: Engine | None = None
_runs: Runs | None = None


def runs() -> Runs:
    """The runs of this process; its engine starts with the first run, unless the server started it before."""
    global _engine, _runs
    with _lock:
        if _runs is None:
            _engine = Engine()
            _runs = Runs(_engine)
            atexit.register(close)
        return _runs


def start() -> None:
    """Start the engine, so that its workers are warm before the first run. Returns at once."""
    runs()
    with _lock:
        if _engine is not None:
            _engine.start()


def close() -> None:
    """End the engine, and every run that still goes on; the next call of `runs` begins anew."""
    global _engine, _runs
    with _lock:
        engine, _engine, _runs = _engine, None, None
    if engine is not None:
        atexit.unregister(close)
        engine.close()
