"""Waits for what another process or thread does, without a guess at the time."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil

SECONDS = 240.0  # the limit for what comes at once on an idle machine


def until(holds: Callable[[], bool]) -> None:
    """Waits until a condition holds, by polling."""
    deadline = time.monotonic() + SECONDS
    moment = threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        moment.wait(0.02)


def wait_until_gone(processes: list[psutil.Process]) -> None:
    """Waits until all of these processes have ended."""
    _, alive = psutil.wait_procs(processes, timeout=SECONDS)
    assert not alive


def awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine, from another thread, because this thread may have the loop of a browser."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
