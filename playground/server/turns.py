"""Turns of pages' scripts: few run at the same moment, and the scripts of different addresses take turns.

Python lets one thread compute at a time. If a thousand scripts of one browser ran at the same moment, each of them and
every other person's would take a thousand times as long.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playground.engine.queue import Queue

AT_ONCE = 2  # scripts that run: while one waits for the database, another computes
# Seconds. A script that takes longer waits for something, such as a worker: it goes on, and another one may begin.
LONG = 1.0


@dataclass(eq=False)
class Turn:
    """One run of a page's script.

    Attributes:
        address: where its page is open.
        owner: the person's number in the browser's cookie; anything that tells pages of one address apart.
    """

    address: str
    owner: str
    later: bool = field(default=False, init=False)
    _begin: threading.Event = field(default_factory=threading.Event, init=False, repr=False)
    _begun: float = field(default=0.0, init=False, repr=False)


class Turns:
    """Which scripts run, and which one is next. Thread-safe.

    Args:
        at_once: how many run at the same moment; those that run for longer than `LONG` do not count.
        clock: seconds that never go back.
    """

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: Queue[Turn] = Queue()
        self._running: set[Turn] = set()

    def wait(self, turn: Turn) -> None:
        """Returns when it is this script's turn, which lasts until `end`."""
        with self._lock:
            self._waiting.put(turn)
            self._let_begin()
        while not turn._begin.wait(LONG):
            with self._lock:  # a script that runs may have become a long one
                self._let_begin()

    def end(self, turn: Turn) -> None:
        """The script has ended; the next one begins."""
        with self._lock:
            self._running.discard(turn)
            self._let_begin()

    def _let_begin(self) -> None:
        now = self._clock()
        room = self._at_once - sum(now - each._begun < LONG for each in self._running)
        for _ in range(min(room, len(self._waiting))):
            turn = self._waiting.take()
            turn._begun = now
            self._running.add(turn)
            turn._begin.set()
