"""Tidying: short summaries of all tables, and removal in small transactions, which do not delay writers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple, TypeVar, cast

from sqlalchemy import Table, delete, insert, select, union, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from playground.states import GOING
from playground.store.error import in_words
from playground.store.rows import UploadRow
from playground.store.store import FILE_KINDS, Store
from playground.store.tables import events, files, groups, progress, runs, uploads

BATCH = 100  # the most rows that one transaction removes

# Runs that are neither starred nor going on, and whose sweep or seeds study has no such run either.
_others = runs.alias("others")
_SAFE_BESIDE = (
    select(_others.c.id)
    .where(_others.c.group_id == runs.c.group_id, _others.c.owner == runs.c.owner)
    .where(_others.c.starred | _others.c.state.in_(GOING))
    .exists()
)
_NOT_SAFE = runs.c.starred.is_(False) & runs.c.state.not_in(GOING) & ~_SAFE_BESIDE

_T = TypeVar("_T")


class KeptRun(NamedTuple):
    """The facts of a run on which its removal depends; times in seconds since 1970."""

    id: str
    owner: str
    group_id: str | None
    state: str
    starred: bool
    started_at: float
    ended_at: float | None
    deleted_at: float | None
    weights: str | None
    data: str | None
    picture: str | None

    @property
    def is_going(self) -> bool:
        """Whether the run goes on, waits or is held."""
        return self.state in GOING

    @property
    def files(self) -> frozenset[str]:
        """The names of the run's files."""
        return frozenset(name for name in (self.weights, self.data, self.picture) if name is not None)


class Tidying:
    """The tables of a database, for tidying. Every method raises StoreError when the database cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Read

    def runs(self) -> list[KeptRun]:
        """All runs, deleted ones too."""
        query = select(*(runs.c[name] for name in KeptRun._fields))
        with in_words(), self._store.begin() as connection:
            return list(map(KeptRun._make, connection.execute(query)))

    def groups(self) -> dict[str, float]:
        """When each group began, by its id."""
        with in_words(), self._store.begin() as connection:
            return {row.id: row.created_at for row in connection.execute(select(groups))}

    def uploads(self) -> list[UploadRow]:
        """All uploads."""
        with in_words(), self._store.begin() as connection:
            return [cast("UploadRow", dict(row)) for row in connection.execute(select(uploads)).mappings()]

    def experiments_on_uploads(self) -> Iterator[tuple[str, str]]:
        """The ids of the runs on own tables, and their experiments as JSON."""
        query = select(runs.c.id, runs.c.experiment).where(runs.c.experiment.contains("upload:"))
        with in_words(), self._store.begin() as connection:
            for row in connection.execute(query):
                yield row.id, row.experiment

    def lessons(self) -> set[tuple[str, str]]:
        """The persons and lessons of all progress."""
        query = select(progress.c.owner, progress.c.lesson).distinct()
        with in_words(), self._store.begin() as connection:
            return {(row.owner, row.lesson) for row in connection.execute(query)}

    # Remove

    def remove_runs(self, ids: Collection[str]) -> int:
        """Removes the runs that are still `_NOT_SAFE`; returns how many."""
        return self._remove_runs(ids, _NOT_SAFE)

    def remove_deleted(self, ids: Collection[str], before: float) -> int:
        """Removes the runs that were deleted before a time and do not go on; returns how many."""
        return self._remove_runs(ids, (runs.c.deleted_at < before) & runs.c.state.not_in(GOING))

    def empty_runs(self, ids: Collection[str]) -> int:
        """Clears the file names of the runs that are still `_NOT_SAFE`; returns how many."""
        done = 0
        for part in _parts(ids):
            mine = runs.c.id.in_(part) & _NOT_SAFE
            with in_words(), self._store.begin() as connection:
                nothing = dict.fromkeys(FILE_KINDS)
                done += connection.execute(update(runs).where(mine).values(nothing)).rowcount
        return done

    def remove_groups(self, ids: Collection[str]) -> int:
        """Removes the groups without runs; returns how many."""
        empty = ~select(runs.c.id).where(runs.c.group_id == groups.c.id).exists()
        return sum(self._remove(groups, groups.c.id.in_(part) & empty) for part in _parts(ids))

    def remove_upload(self, row: UploadRow) -> bool:
        """Removes an upload, unless it was uploaded again since it was read or a run needs it now.

        Returns whether it was removed.
        """
        mine = (uploads.c.digest == row["digest"]) & (uploads.c.owner == row["owner"])
        unchanged = uploads.c.created_at <= row["created_at"]
        needed = select(runs.c.id).where(runs.c.experiment.contains(row["digest"])).exists()
        return self._remove(uploads, mine & unchanged & ~needed) > 0

    def unnamed(self, names: Collection[str]) -> list[str]:
        """The files that nothing names; also removes their sizes."""
        found: list[str] = []
        for part in _parts(names):
            with in_words(), self._store.begin() as connection:
                named = _named_files(connection, part)
                free = [name for name in part if name not in named]
                connection.execute(delete(files).where(files.c.name.in_(free)))
            found += free
        return found

    def note_sizes(self, sizes: Mapping[str, int]) -> None:
        """Stores the sizes in bytes of files from earlier versions."""
        with in_words(), self._store.begin() as connection:
            known = set(connection.execute(select(files.c.name)).scalars())
        for part in _parts(sizes.keys() - known):
            with in_words(), self._store.begin() as connection:
                _note(connection, {name: sizes[name] for name in part})

    def _remove_runs(self, ids: Collection[str], still: ColumnElement[bool]) -> int:
        done = 0
        for part in _parts(ids):
            with in_words(), self._store.begin() as connection:
                # One statement checks and removes, so a new star counts. Events are removed with their runs.
                deletion = delete(runs).where(runs.c.id.in_(part), still).returning(runs.c.id)
                found = list(connection.execute(deletion).scalars())
                # SQLite removes rows by foreign keys because it is set to, but an old file may hold other rows.
                connection.execute(delete(events).where(events.c.run_id.in_(found)))
                done += len(found)
        return done

    def _remove(self, table: Table, which: ColumnElement[bool]) -> int:
        with in_words(), self._store.begin() as connection:
            return int(connection.execute(delete(table).where(which)).rowcount)


def _named_files(connection: Connection, names: Collection[str]) -> set[str]:
    """The files that a run or an upload names."""
    columns = [*(runs.c[kind] for kind in FILE_KINDS), uploads.c.digest]
    named = union(*(select(column).where(column.in_(names)) for column in columns))
    return set(connection.execute(named).scalars())


def _note(connection: Connection, sizes: Mapping[str, int]) -> None:
    known = set(connection.execute(select(files.c.name).where(files.c.name.in_(sizes))).scalars())
    rows = [{"name": name, "size": size} for name, size in sizes.items() if name not in known]
    if rows:
        connection.execute(insert(files), rows)


def _parts(items: Iterable[_T]) -> Iterator[list[_T]]:
    each = iter(items)
    while part := list(islice(each, BATCH)):
        yield part
