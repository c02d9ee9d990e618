"""The queue of runs that wait for a worker: plain data, first come first served."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Waiting(Protocol):
    """A run that waits."""

    owner: str  # whose run it is, "" where nobody says
    later: bool  # lets all others go first


T = TypeVar("T", bound=Waiting)


class Queue(Generic[T]):
    """Runs in the order in which they are to be trained.

    A run that comes back for its next steps stands behind those that wait: steps of many people go by turns.
    """

    def __init__(self) -> None:
        self._runs: list[T] = []

    def put(self, run: T) -> None:
        """Let a run wait behind the others; those that are to be trained `later` stay behind it."""
        behind = 0 if run.later else sum(waiting.later for waiting in self._runs)
        self._runs.insert(len(self._runs) - behind, run)

    def put_first(self, run: T) -> None:
        """Let a run wait that had its turn, which came to nothing."""
        self._runs.insert(0, run)

    def take(self) -> T:
        """The run whose turn it is."""
        return self._runs.pop(0)

    def remove(self, run: T) -> None:
        """Let a run wait no more, if it does."""
        if run in self._runs:
            self._runs.remove(run)

    def clear(self) -> list[T]:
        """All runs, which wait no more."""
        runs, self._runs = self._runs, []
        return runs

    def __iter__(self) -> Iterator[T]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    def __contains__(self, run: object) -> bool:
        return run in self._runs
