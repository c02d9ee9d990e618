"""Contents: the bytes of own tables, by their hashes, in any process.

A process first looks in its memory, into which the engine brings tables on workers, then in the stores that were added,
then in the store of files of its settings.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Protocol

from cachetools import LRUCache

from playground.datasets.error import DataError
from playground.limits import limits
from playground.store.settings import files_url

BROUGHT_BYTES = max(400_000_000, limits().upload_bytes)  # most bytes of tables in a worker's memory
_TITLES = 10_000

GONE = "This table is not there: it was removed, or it lies on another server. Upload the file again."


class FileStore(Protocol):
    """A store of bytes by their SHA-256, such as `playground.store.Files`."""

    def has(self, name: str) -> bool: ...

    def get(self, name: str) -> bytes: ...


_lock = threading.RLock()
_stores: list[FileStore] = []
_brought: LRUCache[str, bytes] = LRUCache(BROUGHT_BYTES, getsizeof=len)
_caches: list[Callable[[], None]] = []
_titles: LRUCache[str, str] = LRUCache(_TITLES)


def add_store(store: FileStore) -> None:
    """Adds a store in which this process looks for tables."""
    with _lock:
        _stores.append(store)


def remove_store(store: FileStore) -> None:
    """Removes a store that was added."""
    with _lock:
        if store in _stores:
            _stores.remove(store)


def bring(contents: Mapping[str, bytes]) -> None:
    """Puts tables into memory, by their hashes; beyond `BROUGHT_BYTES` the least recently used are dropped."""
    with _lock:
        for digest, content in contents.items():
            if len(content) <= BROUGHT_BYTES:
                _brought[digest] = content


def content_of(digest: str) -> bytes:
    """The bytes of the file with a hash.

    Raises:
        DataError: no store has the file, or its content was changed.
    """
    with _lock:
        known, stores = _brought.get(digest), list(_stores)
    if known is not None:
        return known
    for store in [*reversed(stores), *_of_settings(files_url())]:
        content = b""
        with suppress(Exception):  # whatever a store says, the next one may have it
            content = store.get(digest) if store.has(digest) else b""
        if hashlib.sha256(content).hexdigest() == digest:
            return content
    raise DataError("data.dataset", GONE)


def is_there(digest: str) -> bool:
    """Whether this process finds a file with a hash; its content is not checked."""
    with _lock:
        known, stores = digest in _brought, list(_stores)
    if known:
        return True
    for store in [*stores, *_of_settings(files_url())]:
        with suppress(Exception):  # whatever a store says, the next one may have it
            if store.has(digest):
                return True
    return False


def _of_settings(url: str) -> tuple[FileStore, ...]:
    """The store of files of this process' settings, if it exists; it is not created."""
    return (_files(url),) if "://" in url or Path(url).is_dir() else ()


@cache
def _files(url: str) -> FileStore:
    from playground.store import Files  # imported late: a worker with its tables in memory does not need it

    return Files(url)


def on_removal(clear: Callable[[], None]) -> None:
    """Registers a function that clears a cache with rows of own tables; it is called when a table is removed."""
    _caches.append(clear)


def forget(digest: str) -> None:
    """Drops a removed table from the memory and all caches of this process."""
    with _lock:
        _brought.pop(digest, None)
        _titles.pop(digest, None)
    for clear in _caches:
        clear()


def call(digest: str, title: str) -> None:
    """Sets the title of a table, which its owner gave the file."""
    with _lock:
        _titles[digest] = title


def title_of(digest: str) -> str:
    """The title of a table; one with the beginning of its hash if this process does not know the title."""
    with _lock:
        return _titles.get(digest) or f"Own table {digest[:6]}"
