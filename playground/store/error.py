"""StoreError: the database or the files cannot be used. The text is a sentence for people."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NoResultFound,
    SQLAlchemyError,
    StatementError,
)

_log = logging.getLogger(__name__)


class StoreError(Exception):
    """The store cannot be used; the text is a sentence. Training continues.

    The driver's message names hosts, users and files. It is only the exception's cause and appears in the log.

    """

    @property
    def detail(self) -> str:
        """The driver's message, for the log and for a person at a terminal of the server."""
        return " ".join(str(self.__cause__ or "").split())


class RefusedError(StoreError):
    """The database works but refuses this row; it may accept rows of other runs."""


class LostError(StoreError):
    """A file is missing or was changed in a file store that works."""


class GoneError(StoreError):
    """The tables are gone, because the database was removed or replaced."""


class DamagedError(StoreError):
    """The database's file does not hold a database."""


_AGAIN = "Runs go on, and are kept as soon as it is back."
_UNUSABLE = f"The database cannot be used at the moment. {_AGAIN}"
_FULL = "The disk under the database is full. Runs go on, but are not kept until there is room."
_REFUSED = "The database does not accept the data of this run. The run goes on, but is not kept."
_GONE = f"The database was removed or replaced while the server ran. {_AGAIN}"
_DAMAGED = f"The database's file is damaged. {_AGAIN}"
_NO_FILES = "Weights, data and pictures cannot be written at the moment. They are kept when there is a place for them."

_SAY_FULL = ("disk is full", "no space left", "disk full", "could not extend")
_SAY_GONE = "no such table"
_UNDEFINED_TABLE = "42P01"
_MOVED = 1032  # SQLITE_READONLY_DBMOVED
_NOT_A_DATABASE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_UNFIT = (ValueError, OverflowError, TypeError)  # a driver raises these for a value that no column can hold


@contextmanager
def in_words() -> Iterator[None]:
    """Turns a database error into a StoreError and logs the driver's message."""
    try:
        yield
    except NoResultFound as error:
        raise GoneError(_GONE) from error
    except (SQLAlchemyError, OSError, *_UNFIT) as error:
        found = _as_store_error(error)
        _note(found, error)
        raise found from error


@contextmanager
def files_in_words() -> Iterator[None]:
    """The same for the file store, whose drivers raise exceptions of any kind."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        found = StoreError(_NO_FILES)
        _note(found, error)
        raise found from error


def _as_store_error(error: Exception) -> StoreError:
    cause = error.orig if isinstance(error, StatementError) and error.orig is not None else error
    text, code = str(cause).lower(), getattr(cause, "sqlite_errorcode", 0)
    if any(word in text for word in _SAY_FULL):
        return StoreError(_FULL)
    if code & 0xFF in _NOT_A_DATABASE:
        return DamagedError(_DAMAGED)
    is_gone = _SAY_GONE in text or code == _MOVED or getattr(cause, "sqlstate", "") == _UNDEFINED_TABLE
    if is_gone:
        return GoneError(_GONE)
    if isinstance(error, DataError | IntegrityError) or isinstance(cause, _UNFIT):
        return RefusedError(_REFUSED)
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        return RefusedError(_REFUSED)  # SQLAlchemy itself could not build a statement from the values
    return StoreError(_UNUSABLE)


_noting = threading.Lock()
_noted = ""


def _note(found: StoreError, error: Exception) -> None:
    """Logs each new error once, because pages repeat their calls while it lasts."""
    global _noted
    text = " ".join(f"{type(error).__name__}: {error}".split())
    with _noting:
        is_new, _noted = text != _noted, text
    if is_new:
        _log.warning("%s (%s)", found, text[:2000])
