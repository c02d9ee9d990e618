"""Store: runs in the database, which are written while they go on."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from typing import Any, cast

import sqlalchemy
from alembic.util import CommandError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection, Engine

from playground.store.bodies import EncodedEvent, pack, unpack
from playground.store.connect import connect, file_of
from playground.store.error import DamagedError, GoneError, StoreError, in_words
from playground.store.migrate import upgrade
from playground.store.rows import Change, End, GroupRow, Progress, RunRow
from playground.store.summary import Summary
from playground.store.tables import events, files, groups, runs, secrets, uploads

READY_SECONDS = 10.0  # how long a reader waits for the database to be opened
UNDO_SECONDS = 24 * 3600.0  # how long a deleted run can be restored

_ELSEWHERE = {"group": runs.c.group_id, "group_kind": groups.c.kind}
_SUMMARY = [
    (_ELSEWHERE[name] if name in _ELSEWHERE else runs.c[name]).label(name) for name in Summary._fields
]


class Store:
    """One database, SQLite or PostgreSQL. Thread-safe; every method raises StoreError when it cannot be used.

    Reading and writing need a successful `open`; readers wait until it has been tried.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._is_open = False
        self._file: tuple[int, int] | None = None  # device and inode of SQLite's file
        self._tried = threading.Event()

    def open(self) -> None:
        """Connects and migrates the tables. It is called again after the database was removed or replaced."""
        try:
            with in_words():
                if self._engine is not None:
                    self._engine.dispose()  # connections to the database before
                self._engine = connect(self._url)
                try:
                    upgrade(self._engine)
                except CommandError as error:
                    raise StoreError(_NEWER) from error
                self._file = self._identity()
            self._is_open = True
        finally:
            self._tried.set()

    def close(self) -> None:
        """Closes the connections."""
        if self._engine is not None:
            self._engine.dispose()

    def look(self) -> None:
        """Checks that SQLite's file is still the one that was opened, which an open connection does not notice.

        Raises:
            GoneError: the file was removed or replaced.
            DamagedError: the first bytes are not those of a database.
        """
        path = file_of(self._url)
        if path is None:
            return
        with in_words():
            if self._identity() != self._file:
                raise GoneError("The database was removed or replaced while the server ran.")
        # Only SQLite itself may open the file: closing a descriptor of our own would end the locks of all its
        # connections in this process, and another process would take the file for its own
        # (https://www.sqlite.org/howtocorrupt.html, section 2.2).
        address = f"{path.resolve().as_uri()}?mode=rw"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=1)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            return  # busy at the moment
        except sqlite3.DatabaseError as error:
            raise DamagedError("The database's file is damaged.") from error

    def put_aside(self) -> str:
        """Renames a damaged file of SQLite and the files beside it; returns its new name.

        Raises:
            StoreError: the database is not a file, or the file cannot be renamed.
        """
        path = file_of(self._url)
        if path is None:
            raise StoreError("Only a file can be put aside.")
        self.close()
        if self._file is not None and self._identity() != self._file:
            return path.name  # another process has renamed it and made a new file
        name = f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(2).hex()}"
        with in_words():
            for end in ("-wal", "-shm", ""):
                with suppress(FileNotFoundError):
                    path.with_name(path.name + end).rename(path.with_name(name + end))
        return name

    def _identity(self) -> tuple[int, int] | None:
        path = file_of(self._url)
        try:
            found = path.stat() if path is not None else None
        except FileNotFoundError:
            return None
        return None if found is None else (found.st_dev, found.st_ino)

    # Written while runs go on

    def add(self, rows: Sequence[RunRow]) -> None:
        """Adds runs; existing ones stay unchanged."""
        with in_words(), self.begin() as connection:
            _add(connection, rows)

    def append(self, rows: Sequence[RunRow], heard: Sequence[tuple[str, int, bytes]]) -> None:
        """Adds runs, and packed events of runs with their numbers: all or nothing."""
        with in_words(), self.begin() as connection:
            _add(connection, rows)
            if heard:
                connection.execute(
                    insert(events), [{"run_id": run, "number": n, "body": body} for run, n, body in heard]
                )

    def describe(self, changes: Mapping[str, Progress | End | Change]) -> None:
        """Sets columns of runs, by id."""
        with in_words(), self.begin() as connection:
            for run_id, values in changes.items():
                connection.execute(update(runs).where(runs.c.id == run_id).values(**values))

    def replace_events(
        self, row: RunRow, number: int, contents: Sequence[EncodedEvent], *, is_known: bool = False
    ) -> int | None:
        """Replaces all events of a run by one list.

        Args:
            is_known: whether the run was added before. Such a run is not added again if it was removed.

        Returns the number of the list: `number`, or the next free one; None if the run was removed.
        """
        mine = events.c.run_id == row["id"]
        with in_words(), self.begin() as connection:
            if not is_known:
                _add(connection, [row])
            elif connection.execute(select(runs.c.id).where(runs.c.id == row["id"])).first() is None:
                return None
            highest = connection.execute(select(func.max(events.c.number)).where(mine)).scalar()
            number = number if highest is None else max(number, highest + 1)
            connection.execute(delete(events).where(mine))
            connection.execute(insert(events).values(run_id=row["id"], number=number, body=pack(contents)))
        return number

    def add_group(self, row: GroupRow) -> None:
        """Adds a group; an existing one stays unchanged."""
        with in_words(), self.begin() as connection:
            if connection.execute(select(groups.c.id).where(groups.c.id == row["id"])).first() is None:
                connection.execute(insert(groups).values(**row))

    def name_file(self, run_id: str, kind: str, name: str | None, size: int = 0) -> tuple[bool, str | None]:
        """Sets the name and the size in bytes of a run's weights, data or picture; None for none.

        Returns whether the run exists, and the name of its previous file if nothing refers to that any more.
        """
        mine = runs.c.id == run_id
        with in_words(), self.begin() as connection:
            before = connection.execute(select(runs.c[kind]).where(mine)).scalar_one_or_none()
            done = connection.execute(update(runs).where(mine).values({kind: name}))
            if name is not None and done.rowcount:
                note_size(connection, name, size)
            is_left = before is not None and before != name and not is_named(connection, before)
            if is_left:
                connection.execute(delete(files).where(files.c.name == before))
            return bool(done.rowcount), before if is_left else None

    # Read

    def run(self, run_id: str) -> RunRow | None:
        """The row of a run, deleted or not."""
        with in_words(), self.begin() as connection:
            row = connection.execute(select(runs).where(runs.c.id == run_id)).mappings().first()
        return None if row is None else cast("RunRow", dict(row))

    def heard(self, run_id: str, after: int = -1) -> tuple[int, list[EncodedEvent]]:
        """The highest number of a run's events, and the events with numbers above `after`, in order."""
        query = select(events.c.number, events.c.body).where(
            events.c.run_id == run_id, events.c.number > after
        )
        with in_words(), self.begin() as connection:
            found = connection.execute(query.order_by(events.c.number)).all()
        contents = [event for _, body in found for event in unpack(body)]
        return (found[-1][0] if found else after), contents

    def group(self, group_id: str) -> tuple[GroupRow, list[str]] | None:
        """The row of a group and the ids of its runs in order."""
        with in_words(), self.begin() as connection:
            row = connection.execute(select(groups).where(groups.c.id == group_id)).mappings().first()
            members = connection.execute(
                select(runs.c.id).where(runs.c.group_id == group_id).order_by(runs.c.position)
            ).scalars()
            return None if row is None else (cast("GroupRow", dict(row)), list(members))

    def table(self, owner: str | None = None) -> list[Summary]:
        """The runs of a person or of everybody, the newest first, without deleted ones."""
        with_groups = runs.outerjoin(groups, runs.c.group_id == groups.c.id)
        query = select(*_SUMMARY).select_from(with_groups).where(runs.c.deleted_at.is_(None))
        if owner is not None:
            query = query.where(runs.c.owner == owner)
        with in_words(), self.begin() as connection:
            found = connection.execute(query.order_by(runs.c.started_at.desc(), runs.c.position)).all()
        return list(map(Summary._make, found))

    def newest(self, owner: str) -> str | None:
        """The id of a person's newest run that is not deleted; None if they have none."""
        query = select(runs.c.id).where(runs.c.owner == owner, runs.c.deleted_at.is_(None))
        with in_words(), self.begin() as connection:
            newest_first = query.order_by(runs.c.started_at.desc(), runs.c.position)
            found: str | None = connection.execute(newest_first.limit(1)).scalar()
            return found

    def keep_key(self, content: bytes) -> None:
        """Puts this key into a database without runs, so that a new database knows the same persons."""
        with in_words(), self.begin() as connection:
            if connection.execute(select(runs.c.id).limit(1)).first() is None:
                connection.execute(update(secrets).where(secrets.c.name == _KEY).values(content=content))

    def key(self) -> bytes:
        """The key that turns cookies into owners; it is the same for all servers of this database."""
        with in_words(), self.begin() as connection:
            content: bytes = connection.execute(
                select(secrets.c.content).where(secrets.c.name == _KEY)
            ).scalar_one()
        return content

    def begins_with(self, start: str) -> list[str]:
        """The ids of runs that begin with `start`, at most two."""
        query = select(runs.c.id).where(runs.c.id.startswith(start, autoescape=True)).limit(2)
        with in_words(), self.begin() as connection:
            return list(connection.execute(query).scalars())

    # Changes by a run's owner
    def change(self, run_ids: Iterable[str], owner: str, change: Change) -> None:
        """Sets columns of the person's own runs among these."""
        query = update(runs).where(runs.c.id.in_(list(run_ids)), runs.c.owner == owner)
        with in_words(), self.begin() as connection:
            connection.execute(query.values(**change))

    def begin(self) -> Any:
        """Yields a transaction; waits a little for the database to be opened."""
        self._tried.wait(READY_SECONDS)
        if not self._is_open or self._engine is None:
            raise StoreError(
                "The database cannot be reached at the moment. Runs go on, and are kept when it is back."
            )
        return self._engine.begin()


_KEY = "visitors"
_NEWER = (
    "The database was made by a newer version of this app, which this one cannot read. Update the app. Until then, "
    "runs go on, but are not kept."
)
FILE_KINDS = ("weights", "data", "picture")  # the columns of a run with names of files


def _add(connection: Connection, rows: Sequence[RunRow]) -> None:
    if not rows:
        return
    known = set(connection.execute(select(runs.c.id).where(runs.c.id.in_([r["id"] for r in rows]))).scalars())
    if new := [dict(row) for row in rows if row["id"] not in known]:
        connection.execute(insert(runs), new)


def note_size(connection: Connection, name: str, size: int) -> None:
    """Stores the size of a file that is named for the first time."""
    if connection.execute(select(files.c.name).where(files.c.name == name)).first() is None:
        connection.execute(insert(files).values(name=name, size=size))


def is_named(connection: Connection, name: str) -> bool:
    """Whether a run or an upload names this file."""
    by_run = select(runs.c.id).where(sqlalchemy.or_(*(runs.c[kind] == name for kind in FILE_KINDS)))
    by_person = select(uploads.c.owner).where(uploads.c.digest == name)
    return any(connection.execute(query.limit(1)).first() is not None for query in (by_run, by_person))
