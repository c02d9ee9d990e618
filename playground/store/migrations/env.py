"""Alembic's entry point: runs migrations on the given connection, or on the database of DATABASE_URL."""

from alembic import context
from sqlalchemy.engine import Connection

from playground.store.connect import connect
from playground.store.settings import database_url
from playground.store.tables import metadata


def run(connection: Connection) -> None:
    """Runs the migrations; changes columns in a way that SQLite supports."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with connect(database_url()).begin() as opened:
        run(opened)
