"""Leases: work that one of many servers does at a time, at most once per interval."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy
from sqlalchemy import select, update

from playground.store.error import in_words
from playground.store.servers import now_of
from playground.store.store import Store
from playground.store.tables import leases

_FIRST = """
INSERT INTO leases (name, holder, until, first_at) VALUES (:name, '', 0, :now)
ON CONFLICT DO NOTHING
"""


class Lease:
    """The lease of one process on one kind of work. Thread-safe; every method raises StoreError.

    All times are by the database's clock, as in `playground.store.servers`.

    Args:
        store: the database.
        name: the name of the work.
        holder: the id of this process, 32 hexadecimal digits.
        seconds: how long a lease lasts, so that a holder that dies delays others no longer than that.
    """

    def __init__(self, store: Store, name: str, holder: str, seconds: float) -> None:
        self._store = store
        self._name, self._holder, self._seconds = name, holder, seconds

    def take(self, rest: float = 0.0) -> bool:
        """Takes the lease, unless another process holds it or the work was done less than `rest` seconds ago."""
        with in_words(), self._store.begin() as connection:
            now = now_of(connection)
            # Both databases support this form: two processes at once make one row, without an error.
            connection.execute(sqlalchemy.text(_FIRST), {"name": self._name, "now": now})
            is_due = sqlalchemy.or_(leases.c.done_at.is_(None), leases.c.done_at <= now - rest)
            is_free = sqlalchemy.or_(leases.c.until < now, leases.c.holder == self._holder)
            free = update(leases).where(leases.c.name == self._name, is_due, is_free)
            row = {"holder": self._holder, "until": now + self._seconds}
            return bool(connection.execute(free.values(**row)).rowcount)

    @contextmanager
    def held(self, rest: float = 0.0) -> Iterator[bool]:
        """Takes the lease like `take`, yields whether it has it, and gives it back after the block.

        The work counts as done if the block ends without an error.
        """
        if not self.take(rest):
            yield False
            return
        done = False
        try:
            yield True
            done = True
        finally:
            self.give_back(done=done)

    def renew(self) -> bool:
        """Extends the lease by `seconds`; returns False if another process has it now."""
        with in_words(), self._store.begin() as connection:
            until = now_of(connection) + self._seconds
            mine = leases.c.name == self._name, leases.c.holder == self._holder
            return bool(connection.execute(update(leases).where(*mine).values(until=until)).rowcount)

    def give_back(self, *, done: bool) -> None:
        """Ends the lease; if the work is `done`, others may take it only when it is due again."""
        with in_words(), self._store.begin() as connection:
            now = now_of(connection)
            values = {"until": now - 1.0, **({"done_at": now} if done else {})}
            mine = leases.c.name == self._name, leases.c.holder == self._holder
            connection.execute(update(leases).where(*mine).values(**values))

    def first_at(self) -> float | None:
        """When the lease was first taken in this database, in seconds since 1970; None if never."""
        query = select(leases.c.first_at).where(leases.c.name == self._name)
        with in_words(), self._store.begin() as connection:
            found: float | None = connection.execute(query).scalar_one_or_none()
        return found
