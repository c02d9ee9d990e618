"""Bringing a database's tables up to date, with Alembic."""

import threading
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

_alembic = threading.Lock()  # has one context a process
_LOCK = 4_207_849_484  # any number; the same for all servers of one PostgreSQL


def configuration() -> Config:
    """Alembic's configuration, without a file: where the migrations are."""
    config = Config()
    # Alembic reads a percent sign as the start of a variable.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def upgrade(engine: Engine, tries: int = 5) -> None:
    """Run the migrations that this database has not had yet; servers that start together take turns."""
    config = configuration()
    for left in reversed(range(tries)):
        try:
            with _alembic, engine.begin() as connection:
                if engine.dialect.name == "postgresql":
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            return
        except OperationalError as error:
            # SQLite has no such lock: who comes second finds a table there, or the file busy, and looks again.
            if not left or engine.dialect.name != "sqlite" or "full" in str(error.orig):
                raise
            time.sleep(0.2)
