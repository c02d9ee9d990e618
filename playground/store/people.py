"""People: when a person was last here."""

import time

from sqlalchemy import delete, insert, select, union, update

from playground.store.error import in_words
from playground.store.store import Store
from playground.store.tables import groups, openings, people, progress, runs, tokens, uploads

DAY = 24 * 3600.0  # to which the time is kept
OWNED = (runs, groups, uploads, openings, tokens, progress)  # tables whose rows have an owner


class People:
    """The table `people` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def see(self, owner: str) -> None:
        """Notes that a person is here, once a day. Whoever keeps nothing is not noted."""
        now = time.time()
        mine = select(people.c.owner).where(people.c.owner == owner, people.c.seen_at < now - DAY)
        with in_words(), self._store.begin() as connection:
            if connection.execute(mine).first() is not None:
                connection.execute(update(people).where(people.c.owner == owner).values(seen_at=now))

    def seen(self) -> dict[str, float | None]:
        """Whoever keeps something here, and when they were last here; None for whom nothing is noted yet."""
        owners = union(*(select(table.c.owner) for table in OWNED), select(people.c.owner))
        with in_words(), self._store.begin() as connection:
            noted = {row.owner: row.seen_at for row in connection.execute(select(people))}
            return {owner: noted.get(owner) for owner in connection.execute(owners).scalars()}

    def note_new(self, owners: list[str]) -> None:
        """Notes people of whom nothing is noted yet as being here now."""
        now = time.time()
        with in_words(), self._store.begin() as connection:
            known = set(connection.execute(select(people.c.owner)).scalars())
            rows = [{"owner": owner, "seen_at": now} for owner in owners if owner not in known]
            if rows:
                connection.execute(insert(people), rows)

    def forget(self, owner: str) -> None:
        """Forgets when a person was here."""
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(people).where(people.c.owner == owner))
