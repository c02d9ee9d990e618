"""PostgreSQL, with a bound on every wait: a server that hangs is noticed as one that is gone."""

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
CHANGE_SECONDS = 600.0  # for one that changes tables


class Connection(psycopg.Connection[Any]):
    """A connection that waits a bounded time for an answer, then is closed.

    PostgreSQL's own `statement_timeout` is no help where its process is stopped, or its machine gone.
    """

    answer_seconds: float | None = None  # of this connection; None for those of all

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer.

        Raises:
            psycopg.OperationalError: none has come in time.
        """
        allowed = self.answer_seconds or ANSWER_SECONDS
        allowed = allowed if timeout is None else min(timeout, allowed)
        until = time.monotonic() + allowed
        try:
            return super().wait(gen, interval, allowed)
        except psycopg.OperationalError:
            if time.monotonic() >= until:
                self.pgconn.finish()  # amid an answer, it is of no more use
            raise


@contextmanager
def patience(connection: sqlalchemy.Connection) -> Iterator[None]:
    """Wait as long as tables may take to be changed, here or by another server, within this transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, Connection)
    driver.answer_seconds = CHANGE_SECONDS
    try:
        connection.execute(sqlalchemy.text("SET LOCAL statement_timeout = 0"))
        yield
    finally:
        driver.answer_seconds = None


def connect_postgresql(url: str) -> Engine:
    """An engine for the address, whose connections are tried before they are used again."""
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
