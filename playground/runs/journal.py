"""Journal: writes events into the database before pages show them, so that nothing a person saw is lost."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from playground.datasets.snapshot import table_as_parquet
from playground.experiment.uploads import is_own
from playground.messages.events import Event, StoredEvent, Weights, WentBack, encode_all
from playground.pictures.weights import encode_film
from playground.runs.database import Database
from playground.runs.rows import progress_of, row_of
from playground.runs.run import Run
from playground.runs.shelf import Shelf
from playground.store import Files, StoreError
from playground.store.bodies import pack
from playground.store.error import RefusedError
from playground.store.rows import Change, End

DESCRIBE_SECONDS = 1.0  # between two updates of a running run's line in the table

Item = tuple[Run, list[Event] | None]  # a run and new events; None for a new run


class Journal:
    """Writes runs and their events, many in one transaction. One thread makes all calls.

    While the database fails, runs still take their events, and `catch_up` writes the missing events later. A run that
    the database refuses gets a `notice` and is not written any more; other runs are.

    Args:
        database: the database.
        files: the store of weights, data and last pictures; None stores none.
        server: the id of this server, whose runs they are.
    """

    def __init__(self, database: Database, files: Files | None, server: str) -> None:
        self._database = database
        self._store = database.store
        self._server = server
        self._behind: dict[str, Run] = {}  # runs with events that are missing in the database
        self._shelf = Shelf(self._store, files, self._behind.__contains__) if files is not None else None
        self._numbers: dict[str, int] = {}  # the number of the latest events written, for runs that go on
        self._described: dict[str, float] = {}  # when a run's line was last written, for runs that go on
        self._changed: dict[str, Run] = {}  # runs with events since then
        self._given: set[str] = set()  # runs that other servers have now

    @property
    def behind(self) -> Mapping[str, Run]:
        """The runs with events that are missing in the database."""
        return self._behind

    @property
    def shelf(self) -> Shelf | None:
        """The store of files."""
        return self._shelf

    @property
    def next_line(self) -> float | None:
        """When the next line of a run is due, by the monotonic clock; None if none is due."""
        if not self._changed:
            return None
        return min(self._described.get(name, 0.0) for name in self._changed) + DESCRIBE_SECONDS

    def know(self, run: Run, number: int) -> None:
        """Records that a run is in the database already, with events up to `number`."""
        self._numbers[run.id] = number

    def write(self, items: Sequence[Item]) -> None:
        """Writes the events of runs, then passes them on to the runs."""
        new = {run.id: run for run, events in items if events is None}
        # A run that went back is written completely, because the database may have it as over.
        back = [run for run, events in items if any(isinstance(event, WentBack) for event in events or ())]
        self.write_later(run for run in back if not run.refused and run.id not in self._given)
        known, events_by_run = dict(new), dict[str, list[StoredEvent]]()
        for run, events in items:
            known[run.id] = run
            events_by_run.setdefault(run.id, []).extend(
                event for event in events or () if isinstance(event, StoredEvent)
            )
        heard = {run_id: events for run_id, events in events_by_run.items() if events}
        names = {name for name in {*new, *heard} if not known[name].refused and name not in self._given}
        try:
            if not self._database.is_ready:
                self._behind.update({name: known[name] for name in names})
            elif names:
                self._append(names, new, heard, known)
        finally:
            for run, events in items:
                if events is not None:
                    self._let_hear(run, events)
            if back and self._database.is_ready:
                self._catch_up_now()

    def _catch_up_now(self) -> None:
        try:
            self.catch_up()
        except StoreError as error:
            self.fail(error, {})

    def describe(self) -> None:
        """Updates lines of the table: at once for a finished run, else every `DESCRIBE_SECONDS`."""
        if not self._database.is_ready:
            return
        now = time.monotonic()
        due = {
            name: run
            for name, run in self._changed.items()
            if run.over or now - self._described.get(name, 0.0) >= DESCRIBE_SECONDS
        }
        for name in [name for name, run in due.items() if run.refused or name in self._given]:
            del self._changed[name], due[name]
        try:
            self._describe_all(due)
        except StoreError as error:
            self.fail(error, due)
            return
        for name, run in due.items():
            self._changed.pop(name, None)
            self._described[name] = now
            if run.over and name not in self._behind and not run.refused:
                self._finish(run)

    def describe_last(self) -> None:
        """Updates all lines, at the end."""
        self._describe_all({name: run for name, run in self._changed.items() if not run.refused})

    def begin_anew(self, runs: Iterable[Run]) -> None:
        """Has all of these runs written into a new database."""
        self._numbers.clear()
        self._described.clear()
        self.write_later(run for run in runs if not run.refused)

    def write_later(self, runs: Iterable[Run]) -> None:
        """Has `catch_up` write these runs completely."""
        self._behind.update({run.id: run for run in runs})

    def give_away(self, run_id: str) -> None:
        """Forgets a run that another server has now."""
        self._forget(run_id)
        self._given.add(run_id)

    def catch_up(self) -> None:
        """Writes the events that are missing in the database.

        Raises:
            StoreError: the database still fails.
        """
        for name, run in list(self._behind.items()):
            try:
                written = self._write_whole(run, self._numbers.get(name, -1) + 1)
            except RefusedError as error:
                self._set_aside(run, error)
                continue
            assert written is not None  # a missing row was added
            self._numbers[name] = written
            del self._behind[name]
            if run.over:
                self._finish(run)

    def fail(self, error: StoreError, runs: Mapping[str, Run]) -> None:
        """Records that the database failed to write these runs."""
        self._behind.update(runs)
        self._database.fail(error)

    def close(self) -> None:
        """Writes the remaining files."""
        if self._shelf is not None:
            self._shelf.close()

    def _append(
        self, names: set[str], new: dict[str, Run], heard: dict[str, list[StoredEvent]], known: dict[str, Run]
    ) -> None:
        rows = [row_of(run, self._server) for name, run in new.items() if name in names]
        numbers = {
            name: self._numbers.get(name, -1) + 1
            for name in heard
            if name in names and name not in self._behind
        }
        try:
            self._store.append(
                rows, [(name, n, pack(encode_all(heard[name]))) for name, n in numbers.items()]
            )
        except RefusedError:
            if len(names) > 1:
                for name in names:
                    self._append({name}, new, heard, known)
            else:
                # The next beat tries the whole history of this run and finds the cause.
                self._behind.update({name: known[name] for name in names})
        except StoreError as error:
            self.fail(error, {name: known[name] for name in names})
        else:
            self._numbers |= numbers
            self._delete({name: run for name, run in new.items() if name in names})

    def _delete(self, new: dict[str, Run]) -> None:
        """Marks runs as deleted in the database that were deleted before their first row was written."""
        deleted = {
            name: Change(deleted_at=at) for name, run in new.items() if (at := run.deleted_at) is not None
        }
        if deleted:
            try:
                self._store.describe(deleted)
            except StoreError as error:
                self.fail(error, {})

    def _let_hear(self, run: Run, events: list[Event]) -> None:
        run.hear(events)
        for event in events:
            if isinstance(event, WentBack):
                self._drop_files(run)
            if isinstance(event, Weights):
                self._keep_file(run, "weights", event.content)
            elif isinstance(event, StoredEvent):
                self._changed[run.id] = run

    def _describe_all(self, due: Mapping[str, Run]) -> None:
        if not due:
            return
        try:
            self._store.describe({name: progress_of(run) for name, run in due.items()})
        except RefusedError as error:
            if len(due) == 1:
                self._set_aside(next(iter(due.values())), error)
                return
            for name, run in due.items():
                self._describe_all({name: run})

    def _finish(self, run: Run) -> None:
        """Replaces the many events of a finished run by few, and has its files stored."""
        number = self._numbers.pop(run.id, -1) + 1
        self._described.pop(run.id, None)
        try:
            is_there = self._write_whole(run, number, is_known=True) is not None
        except RefusedError as error:
            is_there = not self._is_gone(run)
            if is_there:
                self._set_aside(run, error)
                return
        except StoreError as error:
            self._numbers[run.id] = number
            self.fail(error, {run.id: run})
            return
        if not is_there:  # it was removed, perhaps by another server
            self.give_away(run.id)
            return
        self._behind.pop(run.id, None)
        if run.film.latest():
            self._keep_file(run, "picture", partial(encode_film, run.film))
        # Runs store no copy of an own table, so that its owner can remove it.
        if not is_own(run.experiment.data.dataset):
            self._keep_file(run, "data", partial(table_as_parquet, run.experiment.data))

    def _write_whole(self, run: Run, number: int, *, is_known: bool = False) -> int | None:
        written = self._store.replace_events(
            row_of(run, self._server), number, encode_all(run.history()), is_known=is_known
        )
        if written is not None:
            ended_at = time.time() if run.over else None  # a run that went back has ended before
            self._store.describe({run.id: End(**progress_of(run), ended_at=ended_at)})
        return written

    def _set_aside(self, run: Run, error: RefusedError) -> None:
        """Stops writing a run that the database refuses, so that no other run waits for it."""
        run.notice, run.refused = str(error), True
        run.watchers.tell()
        self._forget(run.id)

    def _is_gone(self, run: Run) -> bool:
        """Whether a run that was in the database has been removed from it."""
        try:
            return self._store.run(run.id) is None
        except StoreError:
            return False

    def _forget(self, run_id: str) -> None:
        self._numbers.pop(run_id, None)
        self._described.pop(run_id, None)
        self._changed.pop(run_id, None)
        self._behind.pop(run_id, None)

    def _drop_files(self, run: Run) -> None:
        """Drops the files of later epochs of a run that went back."""
        if self._shelf is not None and not run.refused:
            for kind in ("weights", "picture"):
                self._shelf.drop(run.id, kind)

    def _keep_file(self, run: Run, kind: str, content: bytes | Callable[[], bytes]) -> None:
        if self._shelf is not None and not run.refused:
            self._shelf.put(run.id, kind, content)
