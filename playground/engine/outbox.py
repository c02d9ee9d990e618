"""Outbox: the wishes of one run, in order, until its worker has taken them."""

from collections.abc import Sequence

from playground.messages.wishes import Pause, Resume, Step, StepBatch, Stop, Wish

KEPT = 1000  # the most wishes that are kept after the worker took them; a person makes fewer between two checkpoints


class Outbox:
    """Numbers wishes from 1 and keeps each wish until a checkpoint includes it.

    Attributes:
        taken: the number of the last wish that the worker has taken.
        is_paused: whether the run is held after its last wish is done.
    """

    def __init__(self, wishes: Sequence[Wish] = ()) -> None:
        self._wishes: list[Wish] = []
        self._first = 1  # the number of the first of these
        self.taken = 0
        self.is_paused = False
        for wish in wishes:
            self.put(wish)

    def put(self, wish: Wish) -> None:
        """Adds a wish."""
        self._wishes.append(wish)
        if isinstance(wish, Pause | Step | StepBatch):
            self.is_paused = True
        elif isinstance(wish, Resume):
            self.is_paused = False

    @property
    def first(self) -> int:
        """The number of the first wish that the worker has not taken."""
        return self.taken + 1

    @property
    def waiting(self) -> Sequence[Wish]:
        """The wishes from `first` on."""
        return self._wishes[self.first - self._first :]

    @property
    def last(self) -> int:
        """The number of the newest wish."""
        return self._first + len(self._wishes) - 1

    @property
    def stops(self) -> bool:
        """Whether a waiting wish ends the run."""
        return any(isinstance(wish, Stop) for wish in self.waiting)

    @property
    def needs_worker(self) -> bool:
        """Whether a waiting wish needs a worker; a held run can leave all other wishes waiting."""
        return any(isinstance(wish, Step | StepBatch | Resume) for wish in self.waiting)

    def acknowledge(self, number: int) -> bool:
        """Records that the worker has taken the wishes up to `number`; returns whether some were new."""
        news = number > self.taken
        self.taken = max(self.taken, min(number, self.last))
        while self._first + KEPT <= self.taken:
            self._drop(self.taken - KEPT)
        return news

    def settle(self, number: int) -> None:
        """Records that a checkpoint includes the wishes up to `number`."""
        self._drop(number)
        self.taken = max(self.taken, self._first - 1)

    def go_back(self, number: int) -> None:
        """Marks the wishes after `number` as waiting again: the run continues from a checkpoint without them."""
        self.taken = max(number, self._first - 1)

    def _drop(self, number: int) -> None:
        count = max(min(number, self.last) - self._first + 1, 0)
        del self._wishes[:count]
        self._first += count
