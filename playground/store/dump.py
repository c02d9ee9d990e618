"""Dump: all tables as plain rows at one moment, and a database filled from such rows, of whatever kind it is."""

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

LEFT_OUT = (servers, leases, moves)  # what has a meaning for minutes only
_AT_ONCE = 200  # rows that are in memory
_VERSION = "alembic_version"
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Snapshot:
    """All tables as they are at one moment, whatever is written meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.revision = MigrationContext.configure(connection).get_current_revision() or ""

    @property
    def tables(self) -> Sequence[str]:
        """The names of the tables that a dump has, each after those that it refers to."""
        return [table.name for table in metadata.sorted_tables if table not in LEFT_OUT]

    def columns(self, table: str) -> list[str]:
        """The columns of a table, in the order of the cells of a row."""
        return list(metadata.tables[table].c.keys())

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table."""
        of = metadata.tables[table]
        binary = [isinstance(column.type, LargeBinary) for column in of.c]
        streaming = self._connection.execution_options(stream_results=True, yield_per=_AT_ONCE)
        with in_words():  # what the caller raises does not come here
            for row in streaming.execute(select(of)):
                yield [_plain(cell, is_binary) for cell, is_binary in zip(row, binary, strict=True)]


@contextmanager
def snapshot(store: Store) -> Iterator[Snapshot]:
    """A look at one moment of a database that is used meanwhile.

    Raises:
        StoreError: it cannot be used.
    """
    with ExitStack() as stack:
        with in_words():
            connection = stack.enter_context(store.begin())
            # SQLite's driver begins nothing by itself before the first change.
            is_sqlite = connection.dialect.name == "sqlite"
            connection.exec_driver_sql("BEGIN" if is_sqlite else _ONE_MOMENT)
            now = Snapshot(connection)
        yield now


def is_known(revision: str) -> bool:
    """Whether this version of the app has the migration that a database was last changed by."""
    script = ScriptDirectory.from_config(configuration())
    return revision in {each.revision for each in script.walk_revisions()}


def is_empty(store: Store) -> bool:
    """Whether nobody has kept anything in a database."""
    with in_words(), store.begin() as connection:
        return not any(
            connection.execute(select(table).limit(1)).first()
            for table in metadata.sorted_tables
            if table not in LEFT_OUT and table.name != "secrets"
        )


class Refill:
    """A database whose tables are made anew, and filled table by table.

    Args:
        connection: within a transaction, so that the database stays as it was if anything fails.
        revision: of the tables that come.
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
            connection.execute(self._tables.tables["secrets"].delete())  # a key that nobody has used

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Puts rows into a table; returns how many."""
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
        """Brings the tables up to date, and ends the transaction."""
        with in_words():
            upgrade_on(self._connection, "head")
            self._connection.commit()


@contextmanager
def refill(url: str, revision: str) -> Iterator[Refill]:
    """A database at this address, made anew; all of it, or nothing, once the block ends.

    Raises:
        StoreError: it cannot be used, or does not take the rows.
    """
    with ExitStack() as stack:
        with in_words():
            engine = connect(url)
            stack.callback(engine.dispose)
            connection = stack.enter_context(engine.connect())  # rolls back what was not committed
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
