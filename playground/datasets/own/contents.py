"""Contents: where a process finds the bytes of own tables by their hashes.

All look into what was brought to them, as the engine brings it to workers, then into the store of files that their
settings name.
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

BROUGHT_BYTES = max(400_000_000, limits().upload_bytes)  # that a worker keeps of tables for the next runs
_TITLES = 10_000

GONE = "This table is not there: it was removed, or it lies on another server. Upload the file again."


class FileStore(Protocol):
    """Bytes under the SHA-256 of them: `playground.store.Files`."""

    def has(self, name: str) -> bool: ...

    def get(self, name: str) -> bytes: ...


_lock = threading.RLock()
_stores: list[FileStore] = []
_brought: LRUCache[str, bytes] = LRUCache(BROUGHT_BYTES, getsizeof=len)
_caches: list[Callable[[], None]] = []
_titles: LRUCache[str, str] = LRUCache(_TITLES)


def add_store(store: FileStore) -> None:
    """Looks for tables in this store too from now on."""
    with _lock:
        _stores.append(store)


def remove_store(store: FileStore) -> None:
    """Looks there no more."""
    with _lock:
        if store in _stores:
            _stores.remove(store)


def bring(contents: Mapping[str, bytes]) -> None:
    """Keeps tables in memory, by their hashes; the oldest go where they come to more than `BROUGHT_BYTES`."""
    with _lock:
        for digest, content in contents.items():
            if len(content) <= BROUGHT_BYTES:
                _brought[digest] = content


def content_of(digest: str) -> bytes:
    """The file of this hash.

    Raises:
        DataError: it is nowhere, or was changed.
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
    """Whether this process finds a file of this hash; it is not looked into."""
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
    """The store of files of this process' settings, if there is one; none is made."""
    return (_files(url),) if "://" in url or Path(url).is_dir() else ()


@cache
def _files(url: str) -> FileStore:
    from playground.store import Files  # a worker to whom every table was brought does without what it loads

    return Files(url)


def on_removal(clear: Callable[[], None]) -> None:
    """Has a cache that may hold rows of own tables cleared when one is removed."""
    _caches.append(clear)


def forget(digest: str) -> None:
    """Lets go of all that this process holds of a table that is removed."""
    with _lock:
        _brought.pop(digest, None)
        _titles.pop(digest, None)
    for clear in _caches:
        clear()


def call(digest: str, title: str) -> None:
    """Gives a table the title that its owner gave the file."""
    with _lock:
        _titles[digest] = title


def title_of(digest: str) -> str:
    """The title of a table; where this process knows none, the beginning of its hash."""
    with _lock:
        return _titles.get(digest) or f"Own table {digest[:6]}"
