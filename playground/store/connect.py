"""Connections to the database, SQLite in a file or PostgreSQL."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy.engine import Engine, make_url

from playground.store.modes import close_to_others, make_private_folder


def connect(url: str) -> Engine:
    """Returns a SQLAlchemy engine for the address, set up for many readers beside one writer."""
    if url.startswith("postgresql"):
        from playground.store.postgresql import connect_postgresql  # it needs a driver, which SQLite does not

        return connect_postgresql(url)
    if (path := file_of(url)) is not None:
        _make_files(path)
    engine = sqlalchemy.create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        sqlalchemy.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def file_of(url: str) -> Path | None:
    """SQLite's file; None for another database, or for one in memory."""
    path = make_url(url).database if url.startswith("sqlite") else None
    return Path(path) if path and path != ":memory:" else None


def _make_files(path: Path) -> None:
    """Makes folder and file for this user alone; SQLite gives the files beside it the same mode."""
    make_private_folder(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    for end in ("", "-wal", "-shm"):
        close_to_others(path.with_name(path.name + end))


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # Commits survive the end of the process; only a power cut can lose the latest ones.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
