"""The addresses of database and files: DATABASE_URL and PLAYGROUND_FILES, or `playground.paths.VAR`."""

import os

from playground.paths import VAR


def database_url() -> str:
    """The database's address for SQLAlchemy: DATABASE_URL, or the SQLite file `var/playground.db`."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        return f"sqlite:///{VAR / 'playground.db'}"
    # Providers of databases write the address like this; the driver is psycopg.
    for scheme in ("postgres://", "postgresql://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    return given


def files_url() -> str:
    """The address of weights and data for fsspec: PLAYGROUND_FILES, or the folder `var/files`."""
    return os.environ.get("PLAYGROUND_FILES") or str(VAR / "files")
