"""PostgreSQL, with a limit on every wait, so that a hanging server counts as unreachable."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy
from psycopg.abc import PQGen
from sqlalchemy.engine import Engine

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10.0  # for the answer to one statement
CHANGE_SECONDS = 600.0  # for a statement that changes tables


class Connection(psycopg.Connection[Any]):
    """A connection that waits a limited time for an answer and is then closed.

    PostgreSQL's own `statement_timeout` does not help if its process is stopped or its machine is unreachable.

    Attributes:
        answer_seconds: the limit for the answer to one statement; None for `ANSWER_SECONDS`.
    """

    answer_seconds: float | None = None

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """Waits for an answer.

        Raises:
            psycopg.OperationalError: no answer came in time.
        """
        allowed = self.answer_seconds or ANSWER_SECONDS
        allowed = allowed if timeout is None else min(timeout, allowed)
        until = time.monotonic() + allowed
        try:
            return super().wait(gen, interval, allowed)
        except psycopg.OperationalError:
            if time.monotonic() >= until:
                self.pgconn.finish()  # half an answer may arrive later, so the connection cannot be used again
            raise


@contextmanager
def patience(connection: sqlalchemy.Connection) -> Iterator[None]:
    """Sets the limit to `CHANGE_SECONDS` within this transaction, for changes of tables here or by another server."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, Connection)
    driver.answer_seconds = CHANGE_SECONDS
    try:
        connection.execute(sqlalchemy.text("SET LOCAL statement_timeout = 0"))
        yield
    finally:
        driver.answer_seconds = None


def connect_postgresql(url: str) -> Engine:
    """Returns a SQLAlchemy engine for the address, which tests a connection before it uses it again."""
    engine = sqlalchemy.create_engine(
        url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": CONNECT_SECONDS}
    )

    @sqlalchemy.event.listens_for(engine, "do_connect")
    def open_bounded(_dialect: Any, _record: Any, arguments: Any, named: Any) -> Connection:
        connection = Connection.connect(*arguments, **named)
        connection.execute(f"SET statement_timeout = {round(ANSWER_SECONDS * 1000)}")
        connection.commit()
        return connection

    return engine
