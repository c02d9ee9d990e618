"""Film: the pictures or weights of one run, as many as fit, evenly spread over its epochs."""

import threading
from bisect import bisect_left
from collections.abc import Sequence

MAX_BYTES = 24_000_000
MAX_PICTURES = 20_000  # more than a run has epochs
_THINNED = 16  # with this many, a sixteenth is removed at once: removing one would take as long as removing all of them

Moment = tuple[int, int]  # epoch, and batches of the next epoch


class Film:
    """Encoded pictures by the moment that they show. Thread-safe.

    If there are too many, those between the nearest neighbours are removed. So the others are spread evenly, and the
    first and the last stay.

    Attributes:
        error: a sentence if the last wish to look along other columns failed, else "".
    """

    def __init__(self, max_bytes: int = MAX_BYTES, max_pictures: int = MAX_PICTURES) -> None:
        self._max_bytes = self._room = max_bytes
        self._max_pictures = max_pictures
        self._moments: list[Moment] = []  # ascending
        self._contents: dict[Moment, bytes] = {}
        self._numbers: dict[Moment, int] = {}  # in order of arrival
        self._thinned = 0  # the number of the picture at which others were last removed
        self._bytes = 0
        self._number = 0
        self._lock = threading.Lock()
        self.error = ""

    def __repr__(self) -> str:
        return f"Film({len(self._moments)} pictures, {self._bytes} bytes)"

    @property
    def number(self) -> int:
        """How many pictures have come so far, including removed ones: the number of the newest."""
        return self._number

    @property
    def size(self) -> int:
        """The bytes of all pictures."""
        return self._bytes

    @property
    def moments(self) -> list[Moment]:
        """Epoch and batch of every picture here, ascending."""
        with self._lock:
            return list(self._moments)

    def news(self, after: int) -> tuple[list[Moment], bool]:
        """Epoch and batch of every picture after that number, ascending, and whether the list is complete.

        It is complete if others were removed since, or if fewer pictures have come, as then it is another film.

        """
        with self._lock:
            if after < max(self._thinned, 1) or after > self._number:
                return list(self._moments), True
            came = []
            for moment, number in reversed(self._numbers.items()):
                if number <= after:
                    break
                came.append(moment)
            return sorted(came), False

    def go_back(self, epoch: int) -> None:
        """Removes the pictures after this epoch, from which the run continues, and restores the full capacity."""
        with self._lock:
            self._max_bytes = self._room
            self._number += 1
            index = bisect_left(self._moments, (epoch, 1))
            for moment in self._moments[index:]:
                self._bytes -= len(self._contents.pop(moment))
                del self._numbers[moment]
            del self._moments[index:]
            self._thinned = self._number

    def between(self, first: Moment, most: int, max_bytes: int) -> tuple[list[bytes], Moment | None]:
        """At most `most` pictures from a moment on, and the moment of the next one, None if there is none."""
        with self._lock:
            index = bisect_left(self._moments, first)
            found: list[bytes] = []
            room = max_bytes
            for moment in self._moments[index : index + most]:
                content = self._contents[moment]
                room -= len(content)
                if found and room < 0:
                    break
                found.append(content)
            follows = self._moments[index + len(found) : index + len(found) + 1]
            return found, follows[0] if follows else None

    def spread(self, max_bytes: int) -> list[bytes]:
        """Evenly spread pictures with at most `max_bytes` bytes together; only the last if two are too large."""
        with self._lock:
            many = min(len(self._moments), len(self._moments) * max_bytes // max(self._bytes, 1))
            indices = (
                {round(i * (len(self._moments) - 1) / (many - 1)) for i in range(many)} if many > 1 else set()
            )
            indices |= {len(self._moments) - 1} if self._moments else set()
            return [self._contents[self._moments[index]] for index in sorted(indices)]

    def put(self, epoch: int, batch: int, content: bytes) -> None:
        """Adds a picture; replaces one of the same moment."""
        moment = (epoch, batch)
        with self._lock:
            self._number += 1
            self.error = ""
            index = bisect_left(self._moments, moment)
            if moment in self._contents:
                self._bytes -= len(self._contents[moment])
            else:
                self._moments.insert(index, moment)
            self._contents[moment] = content
            self._bytes += len(content)
            self._numbers.pop(moment, None)
            self._numbers[moment] = self._number
            self._thin_out()

    def fail(self, sentence: str) -> None:
        """Records that a wish for a picture failed; the sentence says why."""
        with self._lock:
            self._number += 1
            self.error = sentence

    def get(self, epoch: int, batch: int | None = None) -> bytes | None:
        """The picture at the end of an epoch, or after some batches of the next epoch; None if there is none."""
        with self._lock:
            return self._contents.get((epoch, batch or 0))

    def latest(self) -> tuple[Moment, bytes] | None:
        """The picture furthest on in training; None before the first."""
        with self._lock:
            return (self._moments[-1], self._contents[self._moments[-1]]) if self._moments else None

    def shrink(self, max_bytes: int) -> None:
        """Limits the film to this size, until the run goes on again."""
        with self._lock:
            self._max_bytes = min(max_bytes, self._max_bytes)
            self._thin_out()

    def empty(self) -> None:
        """Removes all pictures, because the run starts again."""
        with self._lock:
            if self._moments:
                self._number += 1
            self._moments.clear()
            self._contents.clear()
            self._numbers.clear()
            self._bytes = 0
            self._thinned = self._number

    def _thin_out(self) -> None:
        while len(self._moments) > 2 and self._is_too_large():
            self._thinned = self._number
            indices = range(1, len(self._moments) - 1)
            missed_least = sorted(indices, key=self._gap_without)[: max(len(self._moments) // _THINNED, 1)]
            for index in sorted(_apart(missed_least), reverse=True):
                if not self._is_too_large(by=1 - 1 / _THINNED):
                    break
                moment = self._moments.pop(index)
                self._bytes -= len(self._contents.pop(moment))
                del self._numbers[moment]

    def _is_too_large(self, by: float = 1.0) -> bool:
        return self._bytes > by * self._max_bytes or len(self._moments) > by * self._max_pictures

    def _gap_without(self, index: int) -> Moment:
        before, after = self._moments[index - 1], self._moments[index + 1]
        return after[0] - before[0], after[1] - before[1]


def _apart(indices: Sequence[int]) -> list[int]:
    """The indices without direct neighbours of earlier ones, because removing two neighbours would leave a wide gap."""
    taken: set[int] = set()
    for index in indices:
        if index - 1 not in taken and index + 1 not in taken:
            taken.add(index)
    return list(taken)
