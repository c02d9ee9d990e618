"""Turns of pages' scripts: few run at the same moment, and the scripts of different addresses take turns.

Python lets one thread compute at a time. If a thousand scripts of one browser ran at the same moment, each of them and
every other person's would take a thousand times as long.
"""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from cachetools import LRUCache, TTLCache

from playground.engine.queue import MOST_REMEMBERED, Queue

AT_ONCE = 2  # scripts that run: while one waits for the database, another computes
# An address is a crowd while more than `CROWD` of its scripts wait, and more than `TIMES` as many as of all other
# addresses together. Its scripts run only while no other address's do, and one at a time; but one may begin every
# `PATIENCE` seconds.
CROWD, TIMES = 5, 2
PATIENCE = 1.0
HERE = 5.0  # seconds for which an address is still there after a script of its own
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

    The address whose last turn is longest ago goes first, and at an address the person. A crowd waits until nobody else
    does, see `CROWD`.

    Args:
        at_once: how many run at the same moment; those that run for longer than `LONG` do not count.
        clock: seconds that never go back.
    """

    def __init__(self, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[str, Queue[Turn]] = {}  # by address
        self._running: set[Turn] = set()
        self._count = 0  # of turns so far
        self._last: LRUCache[str, int] = LRUCache(MOST_REMEMBERED)  # the number of the last turn, by address
        self._here: TTLCache[str, float] = TTLCache(MOST_REMEMBERED, HERE, clock)  # when it began, by address

    @property
    def waiting(self) -> int:
        """How many scripts wait."""
        with self._lock:
            return sum(len(turns) for turns in self._waiting.values())

    def wait(self, turn: Turn) -> None:
        """Returns when it is this script's turn, which lasts until `end`."""
        with self._lock:
            self._waiting.setdefault(turn.address, Queue()).put(turn)
            self._let_begin()
        while not turn._begin.wait(LONG):
            with (
                self._lock
            ):  # a script that runs may have become a long one, or a crowd have waited long enough
                self._let_begin()

    def end(self, turn: Turn) -> None:
        """The script has ended; the next one begins."""
        with self._lock:
            self._running.discard(turn)
            self._let_begin()

    def _let_begin(self) -> None:
        now = self._clock()
        running = sum(now - each._begun < LONG for each in self._running)
        while running < self._at_once and (address := self._next(now, running)) is not None:
            turn = self._waiting[address].take()
            if not self._waiting[address]:
                del self._waiting[address]
            self._count += 1
            self._last[address], self._here[address] = self._count, now
            running += 1
            turn._begun = now
            self._running.add(turn)
            turn._begin.set()

    def _next(self, now: float, running: int) -> str | None:
        """The address whose turn is next; None if it has to wait."""
        crowd, others = self._crowd()
        for address in sorted(self._waiting, key=lambda address: self._last.get(address, 0)):
            if address != crowd or self._may_begin(crowd, now, others + running):
                return address
        return None

    def _crowd(self) -> tuple[str | None, int]:
        """The address that is a crowd, if one is, and how many scripts of others wait."""
        counts = Counter({address: len(turns) for address, turns in self._waiting.items()})
        for address, most in counts.most_common(1):
            others = counts.total() - most
            if most > max(CROWD, TIMES * others):
                return address, others
        return None, 0

    def _may_begin(self, crowd: str, now: float, others: int) -> bool:
        """Whether a script of the crowd may begin while `others` scripts run or wait."""
        is_alone = all(address == crowd for address in self._here)
        return is_alone or not others or now - self._here.get(crowd, -math.inf) >= PATIENCE
