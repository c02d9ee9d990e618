"""Waiting for what another process or thread does, without a guess at how long it takes."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil

SECONDS = 240.0  # how long a test waits for what comes at once on a machine that has nothing else to do


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


def awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns, from a thread of its own: in this one the loop of a browser may go on."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
