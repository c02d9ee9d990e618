"""Memory: the runs and groups of this server that go on or ended recently."""

import threading
from dataclasses import replace

from playground.ids import is_id
from playground.limits import limits
from playground.persons import Person, may
from playground.runs.deeds import RunsError
from playground.runs.group import Group
from playground.runs.run import Run

KEPT = 200  # the most ended runs in memory; a long one takes two megabytes
WHOLE_FILMS = 8  # the latest ended runs, which keep all pictures
OLD_FILM_BYTES = 1_000_000  # of pictures, for each of the other ended runs
PERSONS_OF_AN_ADDRESS = (
    100  # persons whose runs one address may have going on or waiting: a class behind one router
)


class Memory:
    """Runs and groups by id, in order of their start. Thread-safe; every poll takes the lock for a moment.

    Args:
        capacity: how many ended runs stay in memory.
    """

    def __init__(self, capacity: int = KEPT) -> None:
        self._capacity = capacity
        self._runs: dict[str, Run] = {}
        self._groups: dict[str, Group] = {}
        self._lock = threading.Lock()

    @property
    def runs(self) -> list[Run]:
        """All runs."""
        with self._lock:
            return list(self._runs.values())

    @property
    def groups(self) -> list[Group]:
        """All groups."""
        with self._lock:
            return list(self._groups.values())

    def run(self, run_id: str) -> Run | None:
        """The run of this id, deleted or not."""
        with self._lock:
            return self._runs.get(run_id)

    def visible(self, run_id: str) -> Run | None:
        """The run of this id unless it was deleted; None for an unknown or impossible id."""
        run = self.run(run_id) if is_id(run_id) else None
        return run if run is not None and run.deleted_at is None else None

    def group(self, group_id: str) -> Group | None:
        """The group of this id."""
        with self._lock:
            return self._groups.get(group_id)

    def of(self, by: Person) -> list[Run]:
        """A person's own runs without deleted ones, the newest last."""
        return [run for run in self.runs if run.deleted_at is None and may(by, "describe", run)]

    def admit(self, run: Run, before: Run | None = None) -> None:
        """Adds a run that is started alone. The run `before`, which it replaces, does not count as going on.

        Raises:
            RunsError: the owner has too many runs going on, or the address as many as a hundred persons may have.
        """
        with self._lock:
            alone = [each for each in self._runs.values() if _counts_against_limit(each)]
            going = sum(each.owner == run.owner and each is not before for each in alone)
            most = limits().runs_per_person
            if going >= most:
                raise RunsError(
                    f"You have {going} {'run' if going == 1 else 'runs'} going on, and {most} at once "
                    f"{'is' if most == 1 else 'are'} allowed. Stop one, or wait until it ends."
                )
            from_there = sum(each.address == run.address for each in alone)
            if run.address and from_there >= PERSONS_OF_AN_ADDRESS * most:
                raise RunsError(
                    "Too many runs are going on or waiting that were started from your address. Try again in a minute."
                )
            self._runs[run.id] = run

    def was_deleted(self, run_id: str) -> bool:
        """Whether a run in memory was deleted."""
        run = self.run(run_id)
        return run is not None and run.deleted_at is not None

    def going_group(self, owner: str) -> Group | None:
        """The group of a person that goes on here; None if there is none."""
        with self._lock:
            return next(
                (each for each in self._groups.values() if each.owner == owner and not each.over), None
            )

    def admit_group(self, group: Group, beside: Group | None = None) -> None:
        """Adds a group with its runs; the group `beside` may go on at the same time.

        Raises:
            RunsError: the group has too many runs, or the owner has another group going on.
        """
        most = limits().runs_per_group
        if len(group.runs) > most:
            raise RunsError(f"{len(group.runs)} runs at once are more than the {most} allowed.")
        with self._lock:
            others = (each for each in self._groups.values() if each is not beside)
            if any(each.owner == group.owner and not each.over for each in others):
                raise RunsError(
                    "A sweep, a seeds study or a lesson's check of yours still goes on. Stop it, or wait until it ends."
                )
            self._groups[group.id] = group
            self._runs.update({run.id: run for run in group.runs})

    def join(self, before: str, to: str) -> None:
        """Moves the runs and groups of the person `before` to the person `to`."""
        with self._lock:
            changed = [run for run in self._runs.values() if run.owner == before]
            for run in changed:
                run.owner = to
            for group in self._groups.values():
                if group.owner == before:
                    self._groups[group.id] = replace(group, owner=to)
        for run in changed:
            run.watchers.tell()

    def put(self, run: Run) -> None:
        """Adds a run of a server that has ended."""
        with self._lock:
            self._runs[run.id] = run

    def remove(self, run_id: str) -> None:
        """Removes a run and calls its watchers."""
        with self._lock:
            run = self._runs.pop(run_id, None)
        if run is not None:
            run.watchers.tell()

    def let_go(self) -> None:
        """Thins the pictures of ended runs and removes the oldest of these runs."""
        with self._lock:
            ended = [run for run in self._runs.values() if run.over]
            for run in ended[: max(len(ended) - self._capacity, 0)]:
                del self._runs[run.id]
            for group in [group for group in self._groups.values() if group.over]:
                if not any(run.id in self._runs for run in group.runs):
                    del self._groups[group.id]
        # Outside the lock, which every poll takes: thinning takes a tenth of a second per run.
        for run in ended[:-WHOLE_FILMS]:
            run.film.shrink(OLD_FILM_BYTES)


def _counts_against_limit(run: Run) -> bool:
    """Whether a run counts against the limit: it was started alone and goes on here."""
    return not run.over and run.membership is None and not run.is_streamed
