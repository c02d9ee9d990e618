"""Joining: moves everything of one person to another."""

from sqlalchemy import Connection, Table, delete, insert, select, update

from playground.store.error import in_words
from playground.store.store import Store
from playground.store.tables import groups, moves, openings, people, progress, runs, tokens, uploads


def join(store: Store, before: str, to: str) -> None:
    """Moves everything of the person `before` to the person `to`, in one transaction.

    If both have the same thing (an uploaded file, opened test rows, a token), the one of `to` stays. Their progress in
    lessons is added up.

    Raises:
        StoreError: the store cannot be used; then nothing has changed.
    """
    with in_words(), store.begin() as connection:
        for table in (runs, groups):
            connection.execute(update(table).where(table.c.owner == before).values(owner=to))
        for table in (uploads, openings, tokens):
            _move_rows(connection, table, before, to)
        _add_progress(connection, before, to)
        for table in (uploads, openings, tokens, progress, moves, people):
            connection.execute(delete(table).where(table.c.owner == before))


def _move_rows(connection: Connection, table: Table, before: str, to: str) -> None:
    """Moves the rows for which `to` has no row with the same key."""
    other = table.alias()
    same = [other.c[column.name] == column for column in table.primary_key if column.name != "owner"]
    has = select(other.c.owner).where(other.c.owner == to, *same).exists()
    connection.execute(update(table).where(table.c.owner == before, ~has).values(owner=to))


def _add_progress(connection: Connection, before: str, to: str) -> None:
    rows = connection.execute(select(progress).where(progress.c.owner == before)).mappings().all()
    for row in rows:
        mine = (
            (progress.c.lesson == row["lesson"]) & (progress.c.step == row["step"]) & (progress.c.owner == to)
        )
        known = connection.execute(select(progress).where(mine)).mappings().first()
        if known is None:
            connection.execute(insert(progress).values(**{**row, "owner": to}))
            continue
        reached = [at for at in (row["reached_at"], known["reached_at"]) if at is not None]
        values = {
            "tries": row["tries"] + known["tries"],
            "seen_solution": row["seen_solution"] or known["seen_solution"],
            "reached_at": min(reached, default=None),
        }
        connection.execute(update(progress).where(mine).values(**values))
