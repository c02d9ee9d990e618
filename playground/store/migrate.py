"""The migration of a database's tables to this version, with Alembic."""

import threading
import time
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

_alembic = threading.Lock()  # Alembic has one context per process
_LOCK = 4_207_849_484  # an arbitrary number, the same for all servers of one PostgreSQL


def configuration() -> Config:
    """Alembic's configuration, without a file: the path of the migrations."""
    config = Config()
    # Alembic reads a percent sign as the start of a variable.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def upgrade(engine: Engine, tries: int = 5) -> None:
    """Runs the migrations that are missing in this database; servers that start together take turns.

    Raises:
        OperationalError: the database could not be changed in `tries` tries.
        CommandError: the database was made by a newer version.
    """
    config = configuration()
    for left in reversed(range(tries)):
        try:
            with _alembic, engine.begin() as connection, _patience(connection):
                if engine.dialect.name == "postgresql":
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                before = MigrationContext.configure(connection).get_current_revision()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                after = MigrationContext.configure(connection).get_current_revision()
            if engine.dialect.name == "sqlite" and after != before:
                _leave_nothing_behind(engine)
            return
        except OperationalError as error:
            # SQLite has no such lock: the second process finds an existing table or a busy file, and tries again.
            if not left or engine.dialect.name != "sqlite" or "full" in str(error.orig):
                raise
            time.sleep(0.2)


def upgrade_on(connection: Connection, revision: str) -> None:
    """Runs the migrations up to a revision, or to "head", on a connection within the caller's transaction."""
    config = configuration()
    with _alembic, _patience(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _patience(connection: Connection) -> AbstractContextManager[None]:
    if connection.dialect.name != "postgresql":
        return nullcontext()
    from playground.store.postgresql import patience

    return patience(connection)


def _leave_nothing_behind(engine: Engine) -> None:
    """Also removes the data that a migration removed from SQLite's write-ahead log."""
    with suppress(OperationalError), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
