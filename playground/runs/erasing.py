"""Erasing: removes everything that a person has on this installation, for good."""

import logging
from collections.abc import Callable, Sequence

from playground.persons import Person
from playground.runs.archive import Archive
from playground.runs.deeds import RunsError
from playground.runs.memory import Memory
from playground.runs.own_tables import OwnTables
from playground.states import GOING
from playground.store import Files, Store, StoreError
from playground.store.people import LONG_AGO, Belongings, People
from playground.store.tidying import Tidying

_NOT_KEPT = "This server stores nothing; what this page shows goes when the server ends."

_log = logging.getLogger(__name__)


class Erasing:
    """Counts and removes everything that a person has. Thread-safe.

    Args:
        memory: the runs of this server.
        store: the database; None if nothing is stored.
        files: the file store.
        archive: the runs that were read from the store.
        own_tables: people's own tables.
        stop: stops a run of the person on any server; a script's run ends with its token.
    """

    def __init__(
        self,
        memory: Memory,
        store: Store | None,
        files: Files | None,
        archive: Archive | None,
        own_tables: OwnTables,
        stop: Callable[[str, Person], None],
    ) -> None:
        self._memory, self._store, self._files = memory, store, files
        self._archive, self._own_tables, self._stop = archive, own_tables, stop

    def belongings(self, by: Person) -> Belongings:
        """Everything that a person has.

        Raises:
            RunsError: the store cannot be used.
        """
        try:
            return People(self._open_store()).belongings(by.id)
        except StoreError as error:
            raise RunsError(str(error)) from error

    def erase(self, by: Person) -> None:
        """Removes a person's runs and files, tables, progress in lessons, tokens and codes; stops runs that go on.


        Links to them stop working. Branches that other persons made of these runs stay.

        Raises:
            RunsError: the store cannot be used; what was removed before stays removed.
        """
        store = self._open_store()
        try:
            known = store.table(by.id)
            for row in known:
                if row.state in GOING:
                    self._stop(row.id, by)
            self._forget(by, [row.id for row in known])
            for table in self._own_tables.of(by):
                self._own_tables.remove(table.digest, by)
            names = People(store).erase(by.id)
            if self._files is not None:
                for name in Tidying(store).unnamed(names):
                    self._files.remove(name)
        except StoreError as error:
            raise RunsError(str(error)) from error
        _log.info("A person has deleted all that they had here.")

    def _forget(self, by: Person, run_ids: Sequence[str]) -> None:
        """Removes a person's runs from memory. A run that goes on disappears from pages at once and then ends."""
        for run in self._memory.runs:
            if run.owner == by.id:
                run.deleted_at = LONG_AGO  # a later write then marks it as deleted

                run.watchers.tell()
                if run.over:
                    self._memory.remove(run.id)
        self._memory.let_go()
        if self._archive is not None:
            for run_id in run_ids:
                self._archive.forget(run_id)

    def _open_store(self) -> Store:
        if self._store is None:
            raise RunsError(_NOT_KEPT)
        return self._store
