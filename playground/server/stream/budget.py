"""The budget of all streams: their common share of the event loop's time and of the network."""

import asyncio

SHARE = 0.1  # the share of a processor
BYTES = 5_000_000  # a second
SHORTEST = 0.02  # seconds between two messages to a page
LONGEST = 1.0
_MOST = 0.02  # most seconds that a message counts: during its waits for the store, other tasks had the loop
_LEARNING = 1 / 32  # the weight of one message in the mean cost


class Budget:
    """Gives pages turns in the order of their requests; in a turn a page sends one message.

    The time between two turns is proportional to the mean cost of a message, so that all messages together take `SHARE`
    of a processor. The sender measures the cost of each message and reports it with `spend`.
    """

    def __init__(self) -> None:
        self._cost = 0.001  # the mean cost of a message, in seconds of the processor
        self._free = 0.0  # the earliest time of the next turn, by the event loop's clock
        self._in_order = asyncio.Lock()  # wakes its waiters in the order of their arrival
        self._viewers = 0

    async def turn(self) -> None:
        """Waits for the next turn."""
        async with self._in_order:
            now = asyncio.get_running_loop().time()
            begin = max(now, self._free)
            self._free = begin + self._cost / SHARE
            if begin > now:
                await asyncio.sleep(begin - now)

    def spend(self, seconds: float, size: int) -> None:
        """Records the cost of a message: seconds of the processor, and size in bytes."""
        cost = max(min(seconds, _MOST), size * SHARE / BYTES)
        self._cost += (cost - self._cost) * _LEARNING

    def enter(self) -> None:
        """Counts one more visible page."""
        self._viewers += 1

    def leave(self) -> None:
        """Counts one visible page less."""
        self._viewers -= 1

    @property
    def seconds(self) -> float:
        """The time between two messages to one page if all visible pages constantly have news."""
        return min(max(self._viewers * self._cost / SHARE, SHORTEST), LONGEST)


class Allowance:
    """The bytes of pictures that one page may get, as a token bucket.

    Args:
        per_second: bytes a second in the long run.
        at_once: most bytes after a pause.
    """

    def __init__(self, per_second: float, at_once: float) -> None:
        self._per_second = per_second
        self._at_once = at_once
        self._left = at_once
        self._noted = 0.0

    def take(self, size: int, now: float) -> float:
        """Takes `size` bytes and returns 0.0, or takes none and returns the seconds until they are available."""
        self._left = min(self._left + (now - self._noted) * self._per_second, self._at_once)
        self._noted = now
        missing = min(size, self._at_once) - self._left
        if missing > 0:
            return missing / self._per_second
        self._left -= size
        return 0.0
