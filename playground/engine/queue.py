"""The queue of runs that wait for a worker: plain data, with turns between persons."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Generic, Protocol, TypeVar

MOST_REMEMBERED = 1000  # the number of persons and addresses whose last turn is stored


class Waiting(Protocol):
    """A run that waits."""

    owner: str  # whose run it is; "" if unknown
    address: str  # where it was started from; "" if unknown
    later: bool  # whether all other runs go first


T = TypeVar("T", bound=Waiting)
Who = tuple[str, ...]  # (address,), or (address, owner)


class Queue(Generic[T]):
    """Runs in the order in which they get a worker.

    Addresses take turns, then the persons of one address; the runs of a person go in the order of arrival. So forty
    runs of one person, or of forty persons that one browser invents, delay nobody else. The person whose last turn is
    longest ago goes first, so single steps of many people take turns too.
    """

    def __init__(self) -> None:
        self._first: list[T] = []
        self._runs: list[T] = []
        self._turns = _Turns()

    def put(self, run: T) -> None:
        """Adds a run; a run with `later` has its turn when no other run waits."""
        self._runs.append(run)

    def put_first(self, run: T) -> None:
        """Adds a run whose last turn had no result; it goes next."""
        self._first.insert(0, run)

    def take(self) -> T:
        """Removes and returns the run whose turn it is."""
        if self._first:
            return self._first.pop(0)
        run = next(iter(self))
        self._runs.remove(run)
        self._turns.note(run)
        return run

    def remove(self, run: T) -> None:
        """Removes a run if it is in the queue."""
        for runs in (self._first, self._runs):
            if run in runs:
                runs.remove(run)

    def __iter__(self) -> Iterator[T]:
        """All runs in the order of their turns, if no other run is added."""
        yield from list(self._first)
        turns = self._turns.copy()
        for later in (False, True):
            for run in _in_turns([run for run in self._runs if run.later == later], turns):
                turns.note(run)
                yield run

    def __len__(self) -> int:
        return len(self._first) + len(self._runs)

    def __contains__(self, run: object) -> bool:
        return run in self._first or run in self._runs


class _Turns:
    """The order of the last turns of addresses, and of persons at an address."""

    def __init__(self, last: dict[Who, int] | None = None) -> None:
        self._last = last or {}  # the latest turns last

    def copy(self) -> "_Turns":
        return _Turns(dict(self._last))

    def note(self, run: Waiting) -> None:
        turn = 1 + next(reversed(self._last.values()), 0)
        for who in ((run.address,), (run.address, run.owner)):
            self._last.pop(who, None)
            self._last[who] = turn
        while len(self._last) > MOST_REMEMBERED:
            del self._last[next(iter(self._last))]

    def of(self, who: Who) -> int:
        return self._last.get(who, 0)


def _in_turns(runs: Sequence[T], turns: _Turns) -> list[T]:
    of_addresses: dict[Who, dict[Who, list[T]]] = {}
    for run in runs:
        of_owners = of_addresses.setdefault((run.address,), {})
        of_owners.setdefault((run.address, run.owner), []).append(run)
    return _alternating(
        {address: _alternating(of_owners, turns) for address, of_owners in of_addresses.items()}, turns
    )


def _alternating(groups: dict[Who, list[T]], turns: _Turns) -> list[T]:
    """One run of each group after the other; the group whose last turn is longest ago goes first."""
    ordered = sorted(groups, key=turns.of)
    rounds = zip_longest(*(groups[who] for who in ordered))
    return [run for each in rounds for run in each if run is not None]
