"""The runs that are kept, as a terminal on the server asks for them: everybody's, unless it says whose."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playground.errors import ExperimentError, Problem
from playground.store import Store
from playground.store.settings import database_url

SHOWN = 8  # characters of an id, enough to tell all runs of an installation apart


@contextmanager
def kept() -> Iterator[Store]:
    """The store of this installation, for reading.

    Raises:
        StoreError: when it cannot be used.
    """
    store = Store(database_url())
    try:
        store.open()
        yield store
    finally:
        store.close()


def whole_id(store: Store, start: str) -> str:
    """The id that begins so.

    Raises:
        ExperimentError: when there is none, or more than one.
    """
    # Nothing else is in an id, and SQL's own signs are to mean nothing here.
    found = store.begins_with(start.lower()) if re.fullmatch("[0-9a-fA-F]{1,32}", start) else []
    if not found:
        raise ExperimentError(Problem(start, "there is no run with this id; `runs` lists them."))
    if len(found) > 1:
        raise ExperimentError(Problem(start, "several ids begin so; take some more characters of it."))
    return found[0]
