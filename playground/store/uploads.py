"""Uploads: the files of persons, and whether others may see them."""

from collections.abc import Iterable, Mapping
from typing import cast

from sqlalchemy import delete, func, insert, select, update

from playground.store.error import in_words
from playground.store.rows import UploadRow
from playground.store.store import Store, is_named
from playground.store.tables import runs, uploads


class Uploads:
    """The table `uploads` of a database. Thread-safe; every method raises StoreError when it cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, row: UploadRow) -> None:
        """Adds an upload. A file that the person has already gets the new title and time and keeps the rest."""
        mine = (uploads.c.digest == row["digest"]) & (uploads.c.owner == row["owner"])
        again = {"title": row["title"], "created_at": row["created_at"]}  # tidying counts from now
        with in_words(), self._store.begin() as connection:
            done = connection.execute(update(uploads).where(mine).values(**again))
            if not done.rowcount:
                connection.execute(insert(uploads).values(**row))

    def of_owner(self, owner: str) -> list[UploadRow]:
        """A person's uploads, the newest first."""
        query = select(uploads).where(uploads.c.owner == owner).order_by(uploads.c.created_at.desc())
        with in_words(), self._store.begin() as connection:
            return [cast("UploadRow", dict(row)) for row in connection.execute(query).mappings()]

    def of_files(self, digests: Iterable[str]) -> list[UploadRow]:
        """The uploads of these files by all persons."""
        query = select(uploads).where(uploads.c.digest.in_(list(digests)))
        with in_words(), self._store.begin() as connection:
            return [cast("UploadRow", dict(row)) for row in connection.execute(query).mappings()]

    def size_of(self, owner: str) -> tuple[int, int]:
        """How many files a person has, and their bytes together."""
        size = func.coalesce(func.sum(uploads.c.size), 0)
        query = select(func.count(), size).select_from(uploads).where(uploads.c.owner == owner)
        with in_words(), self._store.begin() as connection:
            count, total = connection.execute(query).one()
        return int(count), int(total)

    def share(self, digest: str, owner: str, shared: bool) -> None:
        """Sets whether others may see a file."""
        mine = (uploads.c.digest == digest) & (uploads.c.owner == owner)
        with in_words(), self._store.begin() as connection:
            connection.execute(update(uploads).where(mine).values(shared=shared))

    def remove(self, digest: str, owner: str) -> bool:
        """Removes a person's upload; returns whether nothing names the file any more."""
        mine = (uploads.c.digest == digest) & (uploads.c.owner == owner)
        with in_words(), self._store.begin() as connection:
            connection.execute(delete(uploads).where(mine))
            return not is_named(connection, digest)

    def experiments_on(self, digest: str, owner: str) -> Mapping[str, str]:
        """The experiments of a person's runs that mention a file, as JSON by run id.

        Deleted runs are left out.

        """
        query = select(runs.c.id, runs.c.experiment).where(
            runs.c.owner == owner,
            runs.c.deleted_at.is_(None),
            runs.c.experiment.contains(digest, autoescape=True),
        )
        with in_words(), self._store.begin() as connection:
            return {row.id: row.experiment for row in connection.execute(query)}
