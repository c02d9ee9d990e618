"""Marks: the names, notes and stars that persons give their runs, and deleting and restoring runs."""

import time
from collections.abc import Sequence

from playground.engine.protocol import Trains
from playground.ids import is_id
from playground.messages.wishes import Stop
from playground.persons import Deed, Person
from playground.runs.archive import Archive
from playground.runs.deeds import OwnedBy, RunsError, check
from playground.runs.memory import Memory
from playground.runs.rows import without_nul
from playground.runs.run import Run
from playground.store import Store, StoreError
from playground.store.rows import Change

NAME_LENGTH, NOTE_LENGTH = 200, 5000


class Marks:
    """Writes marks to the store and to the runs in memory. Thread-safe.

    Args:
        engine: trains the runs.
        memory: the runs of this server.
        store: the database; None if nothing is stored.
        archive: the runs that were read from the store.
    """

    def __init__(self, engine: Trains, memory: Memory, store: Store | None, archive: Archive | None) -> None:
        self._engine = engine
        self._memory = memory
        self._store = store
        self._archive = archive

    def describe(
        self,
        run_id: str,
        by: Person,
        *,
        name: str | None = None,
        note: str | None = None,
        starred: bool | None = None,
    ) -> None:
        """Sets the name, note or star of a run; None leaves one unchanged.

        Raises:
            RunsError: the store cannot be used, or the text is too long.
            NotAllowedError: the run is another person's.
        """
        if len(name or "") > NAME_LENGTH or len(note or "") > NOTE_LENGTH:
            raise RunsError(f"A name may have {NAME_LENGTH} letters and a note {NOTE_LENGTH:,}.")
        change = Change()
        if name is not None:
            change["name"] = without_nul(name)
        if note is not None:
            change["note"] = without_nul(note)
        if starred is not None:
            change["starred"] = starred
        self._check_all([run_id], by, "describe")
        self._change([run_id], by, change)

    def delete(self, run_ids: Sequence[str], by: Person) -> None:
        """Deletes a person's own runs from the table and stops those that go on. They can be restored for a day.

        Raises:
            RunsError: the store cannot be used.
            NotAllowedError: one of the runs is another person's; none is deleted.
        """
        at = time.time()
        self._check_all(run_ids, by, "delete")
        found = self._mark_deleted(run_ids, at)
        try:
            self._change(run_ids, by, Change(deleted_at=at))
        except RunsError:
            self._mark_deleted(run_ids, None)
            raise
        for run in found:
            if not run.over:
                self._engine.ask(run.job, Stop())

    def restore(self, run_ids: Sequence[str], by: Person) -> None:
        """Restores deleted runs.

        Raises:
            RunsError: the store cannot be used.
            NotAllowedError: one of the runs is another person's.
        """
        self._check_all(run_ids, by, "delete")
        self._change(run_ids, by, Change(deleted_at=None))
        self._mark_deleted(run_ids, None)

    def _check_all(self, run_ids: Sequence[str], by: Person, deed: Deed) -> None:
        """Checks that a person may do this to runs, including deleted ones; ignores unknown ids.

        Raises:
            RunsError: the store cannot be used.
            NotAllowedError: they may not.
        """
        for run_id in run_ids:
            run = self._memory.run(run_id)
            try:
                owner = run.owner if run is not None else self._stored_owner(run_id)
            except StoreError as error:
                raise RunsError(str(error)) from error
            if owner is not None:
                check(by, deed, OwnedBy(owner))

    def _stored_owner(self, run_id: str) -> str | None:
        row = self._store.run(run_id) if self._store is not None and is_id(run_id) else None
        return None if row is None else row["owner"]

    def _mark_deleted(self, run_ids: Sequence[str], at: float | None) -> list[Run]:
        """Marks runs in memory as deleted at `at`, or as not deleted (None); the database may not have them yet."""
        found = [run for name in run_ids if (run := self._memory.run(name))]
        for run in found:
            run.deleted_at = at
            run.watchers.tell()
        if self._archive is not None:
            for name in run_ids:
                self._archive.forget(name)
        return found

    def _change(self, run_ids: Sequence[str], by: Person, change: Change) -> None:
        if self._store is None:
            raise RunsError("This server stores no runs, so they cannot be named, starred or deleted.")
        try:
            self._store.change([run_id for run_id in run_ids if is_id(run_id)], by.id, change)
        except StoreError as error:
            raise RunsError(str(error)) from error
