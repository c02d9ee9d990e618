"""People: when a person was last here, what they have here, and the removal of all of it."""

import time
from typing import NamedTuple

from sqlalchemy import Select, delete, func, insert, select, union, update

from playground.states import GOING
from playground.store.error import in_words
from playground.store.store import FILE_KINDS, Store
from playground.store.tables import (
    events,
    files,
    groups,
    moves,
    openings,
    people,
    progress,
    runs,
    tokens,
    uploads,
)

DAY = 24 * 3600.0  # times are stored to the day
LONG_AGO = 1.0  # the time of deletion of a run that nobody can restore; the next tidying removes it
OWNED = (runs, groups, uploads, openings, tokens, progress)  # tables whose rows have an owner


class StoredTotals(NamedTuple):
    """How many runs a person has, and the bytes of their files."""

    runs: int
    bytes: int


class Belongings(NamedTuple):
    """Everything that a person has here.

    Attributes:
        runs: the number of all runs.
        starred: the number of runs with a star.
        going: the number of runs that go on, wait or are held.
        tables: the number of own tables.
        steps: the number of tried steps of lessons.
        has_token: whether scripts may send curves in their name.
    """

    runs: int
    starred: int
    going: int
    tables: int
    steps: int
    has_token: bool

    @property
    def is_nothing(self) -> bool:
        """Whether the person has nothing."""
        return not any(self)


class People:
    """The table `people` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def see(self, owner: str) -> None:
        """Records once a day that a person is here, if the person has anything here."""
        now = time.time()
        mine = select(people.c.owner).where(people.c.owner == owner, people.c.seen_at < now - DAY)
        with in_words(), self._store.begin() as connection:
            if connection.execute(mine).first() is not None:
                connection.execute(update(people).where(people.c.owner == owner).values(seen_at=now))

    def seen(self) -> dict[str, float | None]:
        """Everybody who has something here, and when they were last here; None if nothing is recorded yet."""
        owners = union(*(select(table.c.owner) for table in OWNED), select(people.c.owner))
        with in_words(), self._store.begin() as connection:
            noted = {row.owner: row.seen_at for row in connection.execute(select(people))}
            return {owner: noted.get(owner) for owner in connection.execute(owners).scalars()}

    def note_new(self, owners: list[str]) -> None:
        """Records people without a record as being here now."""
        now = time.time()
        with in_words(), self._store.begin() as connection:
            known = set(connection.execute(select(people.c.owner)).scalars())
            rows = [{"owner": owner, "seen_at": now} for owner in owners if owner not in known]
            if rows:
                connection.execute(insert(people), rows)

    def remove_gone(self, owner: str, seen_at: float) -> bool:
        """Removes everything of a person without runs, except uploads; returns whether it did.

        Nothing is removed if the person was here after `seen_at` or has a run now.
        """
        unseen = (people.c.owner == owner) & (people.c.seen_at <= seen_at)
        has_run = select(runs.c.id).where(runs.c.owner == owner).exists()
        with in_words(), self._store.begin() as connection:
            if not connection.execute(delete(people).where(unseen, ~has_run)).rowcount:
                return False
            for table in (openings, tokens, progress):
                connection.execute(delete(table).where(table.c.owner == owner))
        return True

    def belongings(self, owner: str) -> Belongings:
        """Everything that a person has here, without deleted runs."""
        mine = (runs.c.owner == owner) & runs.c.deleted_at.is_(None)
        count = select(func.count())
        with in_words(), self._store.begin() as connection:

            def number(query: Select[int]) -> int:
                return int(connection.execute(query).scalar_one())

            return Belongings(
                runs=number(count.select_from(runs).where(mine)),
                starred=number(count.select_from(runs).where(mine, runs.c.starred)),
                going=number(count.select_from(runs).where(mine, runs.c.state.in_(GOING))),
                tables=number(count.select_from(uploads).where(uploads.c.owner == owner)),
                steps=number(count.select_from(progress).where(progress.c.owner == owner)),
                has_token=number(count.select_from(tokens).where(tokens.c.owner == owner)) > 0,
            )

    def stored(self, owner: str) -> StoredTotals:
        """How much a person has, without deleted runs; a file of several runs counts once."""
        mine = (runs.c.owner == owner) & runs.c.deleted_at.is_(None)
        named = union(*(select(runs.c[kind]).where(mine) for kind in FILE_KINDS))
        size = select(func.coalesce(func.sum(files.c.size), 0)).where(files.c.name.in_(named))
        with in_words(), self._store.begin() as connection:
            count = connection.execute(select(func.count()).select_from(runs).where(mine)).scalar_one()
            return StoredTotals(int(count), int(connection.execute(size).scalar_one()))

    def erase(self, owner: str) -> list[str]:
        """Removes everything of a person except uploads. Runs that go on are marked, and the next tidying removes them.

        Returns the names of the runs' files.

        """
        mine = runs.c.owner == owner
        with in_words(), self._store.begin() as connection:
            connection.execute(update(runs).where(mine).values(deleted_at=LONG_AGO))
            over = mine & runs.c.state.not_in(GOING)
            named = connection.execute(select(*(runs.c[kind] for kind in FILE_KINDS)).where(over)).all()
            ids = select(runs.c.id).where(over)
            connection.execute(delete(events).where(events.c.run_id.in_(ids)))
            connection.execute(delete(runs).where(over))
            for table in (groups, openings, tokens, moves, progress, people):
                connection.execute(delete(table).where(table.c.owner == owner))
        return sorted({name for row in named for name in row if name is not None})
