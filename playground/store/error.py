"""StoreError: the database or the files cannot be used; the text is a sentence for the person at the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class StoreError(Exception):
    """What is wrong, in a sentence. Training goes on all the same."""


_FULL = ("disk is full", "no space left", "disk full", "could not extend")


@contextmanager
def in_words() -> Iterator[None]:
    """Turns what a database or a file system raises into a StoreError."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(_sentence(error)) from error


def _sentence(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    text = " ".join(str(cause).split()) or type(error).__name__
    if any(word in text.lower() for word in _FULL):
        return "The disk under the database is full. Runs go on, but are not kept until there is room."
    return f"The database cannot be used at the moment ({text[:200]}). Runs go on, and are kept as soon as it is back."
