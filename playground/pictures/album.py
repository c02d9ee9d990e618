"""Album: the pictures of one run, as many as fit, spread evenly over its epochs."""

import threading
from bisect import bisect_left

MAX_BYTES = 24_000_000
MAX_PICTURES = 1200

Moment = tuple[int, int]  # epoch, and batches of the next one


class Album:
    """Encoded pictures by the moment they show. Thread-safe.

    When there are too many, the one goes that is missed least: the one between the two nearest neighbours. So
    what is kept is spread evenly, and the first and the last stay.

    Attributes:
        error: a sentence when the last wish to look along other columns could not be met, "" otherwise.
    """

    def __init__(self, max_bytes: int = MAX_BYTES, max_pictures: int = MAX_PICTURES) -> None:
        self._max_bytes = max_bytes
        self._max_pictures = max_pictures
        self._moments: list[Moment] = []  # ascending
        self._contents: dict[Moment, bytes] = {}
        self._bytes = 0
        self._number = 0
        self._lock = threading.Lock()
        self.error = ""

    def __repr__(self) -> str:
        return f"Album({len(self._moments)} pictures, {self._bytes} bytes)"

    @property
    def number(self) -> int:
        """How many pictures have come so far, the ones let go included: the number of the newest."""
        return self._number

    @property
    def size(self) -> int:
        """How many bytes the pictures have together."""
        return self._bytes

    @property
    def moments(self) -> list[Moment]:
        """Epoch and batch of every picture here, ascending."""
        with self._lock:
            return list(self._moments)

    def put(self, epoch: int, batch: int, content: bytes) -> None:
        """Take a picture in; one of the same moment is replaced."""
        moment = (epoch, batch)
        with self._lock:
            self._number += 1
            self.error = ""
            place = bisect_left(self._moments, moment)
            if moment in self._contents:
                self._bytes -= len(self._contents[moment])
            else:
                self._moments.insert(place, moment)
            self._contents[moment] = content
            self._bytes += len(content)
            self._thin_out()

    def fail(self, sentence: str) -> None:
        """No picture came of a wish; the sentence says why."""
        with self._lock:
            self._number += 1
            self.error = sentence

    def get(self, epoch: int, batch: int | None = None) -> bytes | None:
        """The picture at the end of an epoch, or after some batches of the next; None if there is none."""
        with self._lock:
            return self._contents.get((epoch, batch or 0))

    def latest(self) -> tuple[Moment, bytes] | None:
        """The picture furthest on in training; None before the first."""
        with self._lock:
            return (self._moments[-1], self._contents[self._moments[-1]]) if self._moments else None

    def shrink(self, max_bytes: int) -> None:
        """From now on keep to this size."""
        with self._lock:
            self._max_bytes = min(max_bytes, self._max_bytes)
            self._thin_out()

    def empty(self) -> None:
        """Let all pictures go: the run begins anew."""
        with self._lock:
            self._moments.clear()
            self._contents.clear()
            self._bytes = 0

    def _thin_out(self) -> None:
        while len(self._moments) > 2 and (
            self._bytes > self._max_bytes or len(self._moments) > self._max_pictures
        ):
            missed_least = min(range(1, len(self._moments) - 1), key=self._gap_without)
            self._bytes -= len(self._contents.pop(self._moments.pop(missed_least)))

    def _gap_without(self, place: int) -> Moment:
        before, after = self._moments[place - 1], self._moments[place + 1]
        return after[0] - before[0], after[1] - before[1]
