"""The stored runs of all owners, for commands on the server."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playground.errors import ExperimentError, Problem
from playground.store import Store
from playground.store.settings import database_url

SHOWN = 8  # characters of an id, enough to tell all runs of an installation apart


@contextmanager
def open_store() -> Iterator[Store]:
    """Opens the store of this installation for reading; closes it at the end of the block.

    Raises:
        StoreError: the store cannot be used.
    """
    store = Store(database_url())
    try:
        store.open()
        yield store
    finally:
        store.close()


def whole_id(store: Store, start: str) -> str:
    """The id of the one run that begins with `start`.

    Raises:
        ExperimentError: no id or more than one begins with it.
    """
    # An id holds only these characters; this keeps SQL's wildcards out of the query.
    ids = store.begins_with(start.lower()) if re.fullmatch("[0-9a-fA-F]{1,32}", start) else []
    if not ids:
        raise ExperimentError(Problem(start, "there is no run with this id; `runs` lists them."))
    if len(ids) > 1:
        raise ExperimentError(Problem(start, "several ids begin so; take some more characters of it."))
    return ids[0]
