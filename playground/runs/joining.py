"""Joining: gives a person who signs in what was made in the same browser before."""

import logging

from playground.persons import Person
from playground.runs.archive import Archive
from playground.runs.deeds import RunsError
from playground.runs.memory import Memory
from playground.store import Store, StoreError
from playground.store.joining import join

_log = logging.getLogger(__name__)


class Joining:
    """Gives everything of a browser's anonymous person to a signed-in person. Thread-safe.

    Args:
        memory: the runs of this server.
        store: the database; None if nothing is stored.
        archive: the runs that were read from the store.
    """

    def __init__(self, memory: Memory, store: Store | None, archive: Archive | None) -> None:
        self._memory, self._store, self._archive = memory, store, archive

    def join(self, before: Person, by: Person) -> None:
        """Moves the runs, tables, progress and token of the person `before` to the person `by`.


        Raises:
            RunsError: the store cannot be used.
        """
        if self._store is None:
            raise RunsError("This server stores nothing, so there is nothing to take over.")
        try:
            known = self._store.table(before.id)
            join(self._store, before.id, by.id)
        except StoreError as error:
            raise RunsError(str(error)) from error
        self._memory.join(before.id, by.id)
        if self._archive is not None:
            for row in known:
                self._archive.forget(row.id)
        _log.info("A person has taken over what was made in their browser before they signed in.")
