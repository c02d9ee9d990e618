"""Progress: the progress of persons in lessons."""

from typing import cast

from sqlalchemy import insert, select, update

from playground.store.error import RefusedError, in_words
from playground.store.rows import ProgressRow
from playground.store.store import Store
from playground.store.tables import progress


class Progress:
    """The table `progress` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_owner(self, owner: str) -> list[ProgressRow]:
        """All rows of a person."""
        query = select(progress).where(progress.c.owner == owner)
        with in_words(), self._store.begin() as connection:
            return [cast("ProgressRow", dict(row)) for row in connection.execute(query).mappings()]

    def note(
        self,
        owner: str,
        lesson: str,
        step: str,
        *,
        tries: int = 0,
        seen: bool = False,
        at: float | None = None,
    ) -> None:
        """Adds tries to a step, and records that its solution was seen or its goal reached; earlier records stay."""
        try:
            self._add(owner, lesson, step, tries, seen, at)
        except RefusedError:  # another request made the row
            self._add(owner, lesson, step, tries, seen, at)

    def _add(self, owner: str, lesson: str, step: str, tries: int, seen: bool, at: float | None) -> None:
        mine = (progress.c.owner == owner) & (progress.c.lesson == lesson) & (progress.c.step == step)
        with in_words(), self._store.begin() as connection:
            known = connection.execute(select(progress).where(mine)).mappings().first()
            if known is None:
                row = ProgressRow(
                    owner=owner, lesson=lesson, step=step, tries=tries, seen_solution=seen, reached_at=at
                )
                connection.execute(insert(progress).values(**row))
                return
            connection.execute(
                update(progress)
                .where(mine)
                .values(
                    tries=progress.c.tries + tries,
                    seen_solution=known["seen_solution"] or seen,
                    reached_at=known["reached_at"] if known["reached_at"] is not None else at,
                )
            )
