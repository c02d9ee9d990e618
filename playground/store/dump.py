"""Dump: all tables as plain rows at one moment, and a database of any kind filled from such rows."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import TypeAlias

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import LargeBinary, MetaData, Table, inspect, select
from sqlalchemy.engine import Connection

from playground.store.connect import connect
from playground.store.error import in_words
from playground.store.migrate import configuration, upgrade_on
from playground.store.store import Store
from playground.store.tables import leases, metadata, moves, servers

Cell: TypeAlias = "bool | int | float | str | None"  # bytes as Base64
Row: TypeAlias = list[Cell]

LEFT_OUT = (servers, leases, moves)  # tables whose content is valid only for minutes
_AT_ONCE = 200  # the most rows in memory
_VERSION = "alembic_version"
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Snapshot:
    """All tables as they are at one moment, independent of later writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.revision = MigrationContext.configure(connection).get_current_revision() or ""

    @property
    def tables(self) -> Sequence[str]:
        """The names of the tables in a dump, each after the tables to which it refers."""
        return [table.name for table in metadata.sorted_tables if table not in LEFT_OUT]

    def columns(self, table: str) -> list[str]:
        """The columns of a table, in the order of the cells of a row."""
        return list(metadata.tables[table].c.keys())

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table."""
        of = metadata.tables[table]
        binary = [isinstance(column.type, LargeBinary) for column in of.c]
        streaming = self._connection.execution_options(stream_results=True, yield_per=_AT_ONCE)
        with in_words():  # the caller's errors do not reach this
            for row in streaming.execute(select(of)):
                yield [_plain(cell, is_binary) for cell, is_binary in zip(row, binary, strict=True)]


@contextmanager
def snapshot(store: Store) -> Iterator[Snapshot]:
    """Yields the state of a database at one moment, while others go on using it.

    Raises:
        StoreError: the database cannot be used.
    """
    with ExitStack() as stack:
        with in_words():
            connection = stack.enter_context(store.begin())
            # SQLite's driver begins no transaction by itself before the first change.
            is_sqlite = connection.dialect.name == "sqlite"
            connection.exec_driver_sql("BEGIN" if is_sqlite else _ONE_MOMENT)
            now = Snapshot(connection)
        yield now


def is_known(revision: str) -> bool:
    """Whether this version of the app knows the latest migration of a database."""
    script = ScriptDirectory.from_config(configuration())
    return revision in {each.revision for each in script.walk_revisions()}


def is_empty(store: Store) -> bool:
    """Whether a database holds nothing of any person."""
    with in_words(), store.begin() as connection:
        return not any(
            connection.execute(select(table).limit(1)).first()
            for table in metadata.sorted_tables
            if table not in LEFT_OUT and table.name != "secrets"
        )


class Refill:
    """A database with new tables, which are filled one by one.

    Args:
        connection: within a transaction, so that the database stays unchanged if anything fails.
        revision: the migration of the rows that are put in.
    """

    def __init__(self, connection: Connection, revision: str) -> None:
        self._connection = connection
        own = [*metadata.tables, _VERSION]
        there = MetaData()
        there.reflect(connection, only=[name for name in own if inspect(connection).has_table(name)])
        there.drop_all(connection)
        upgrade_on(connection, revision)
        self._tables = MetaData()
        self._tables.reflect(connection)
        if "secrets" in self._tables.tables:
            connection.execute(
                self._tables.tables["secrets"].delete()
            )  # the new database's key, which nobody has used

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Puts rows into a table; returns their number."""
        of: Table = self._tables.tables[table]
        binary = [isinstance(of.c[name].type, LargeBinary) for name in columns]
        count, each = 0, iter(rows)
        while some := list(islice(each, _AT_ONCE)):
            values = [
                {
                    name: base64.b64decode(str(cell)) if is_binary and cell is not None else cell
                    for name, cell, is_binary in zip(columns, row, binary, strict=True)
                }
                for row in some
            ]
            with in_words():
                self._connection.execute(of.insert(), values)
            count += len(some)
        return count

    def finish(self) -> None:
        """Runs the missing migrations and ends the transaction."""
        with in_words():
            upgrade_on(self._connection, "head")
            self._connection.commit()


@contextmanager
def refill(url: str, revision: str) -> Iterator[Refill]:
    """Yields a new database at this address; the end of the block commits all of it or nothing.

    Raises:
        StoreError: the database cannot be used or refuses the rows.
    """
    with ExitStack() as stack:
        with in_words():
            engine = connect(url)
            stack.callback(engine.dispose)
            connection = stack.enter_context(engine.connect())  # rolls back an unfinished transaction

            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            filled = Refill(connection, revision)
        yield filled
        filled.finish()


def _plain(cell: object, is_binary: bool) -> Cell:
    if is_binary and isinstance(cell, bytes | memoryview):
        return base64.b64encode(bytes(cell)).decode()
    assert cell is None or isinstance(cell, bool | int | float | str)
    return cell
