"""Openings: the sealed test rows that persons have had measured, and the runs that measured them."""

from typing import cast

from sqlalchemy import and_, insert, select, update
from sqlalchemy.sql import ColumnElement

from playground.store.error import RefusedError, in_words
from playground.store.rows import OpeningRow
from playground.store.store import Store
from playground.store.tables import openings


class Openings:
    """The table `openings` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, row: OpeningRow) -> OpeningRow:
        """Stores an opening and returns it; if these rows were opened before, returns that opening."""
        try:
            with in_words(), self._store.begin() as connection:
                known = connection.execute(select(openings).where(_same(row))).mappings().first()
                if known is None:
                    connection.execute(insert(openings).values(**row))
                    return row
        except RefusedError:  # another request was first
            with in_words(), self._store.begin() as connection:
                known = connection.execute(select(openings).where(_same(row))).mappings().one()
        return cast("OpeningRow", dict(known))

    def measured(self, row: OpeningRow, measures: str) -> None:
        """Stores the measures; the first answer stays."""
        mine = and_(_same(row), openings.c.run_id == row["run_id"], openings.c.measures.is_(None))
        with in_words(), self._store.begin() as connection:
            connection.execute(update(openings).where(mine).values(measures=measures))

    def of_rows(self, row: OpeningRow) -> OpeningRow | None:
        """The opening of the rows that `row` names; None while they are sealed."""
        with in_words(), self._store.begin() as connection:
            known = connection.execute(select(openings).where(_same(row))).mappings().first()
        return None if known is None else cast("OpeningRow", dict(known))

    def of_run(self, run_id: str) -> OpeningRow | None:
        """The opening by the network of a run; None if there is none."""
        with in_words(), self._store.begin() as connection:
            row = connection.execute(select(openings).where(openings.c.run_id == run_id)).mappings().first()
        return None if row is None else cast("OpeningRow", dict(row))


def _same(row: OpeningRow) -> ColumnElement[bool]:
    return and_(
        openings.c.owner == row["owner"],
        openings.c.dataset == row["dataset"],
        openings.c.target == row["target"],
        openings.c.rows == row["rows"],
    )
