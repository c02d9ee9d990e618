"""Own tables on the way to workers.

A job names its tables by their hashes. A worker without such a table says so, and only then gets the packed table.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow
from cachetools import LRUCache, cached

from playground.datasets.error import DataError
from playground.datasets.own.contents import GONE, bring, content_of, is_there, on_removal

KEPT_BYTES = 200_000_000  # of packed tables in a server's memory, for the next runs on them
_CODEC = "zstd"
_SIZE = 8  # the first bytes of a packed table, which hold its unpacked size


@dataclass(frozen=True)
class Lacking:
    """The result of a job that did not begin because its worker lacks a table.

    Attributes:
        worker: the worker's address.
    """

    worker: str


Packed: TypeAlias = Mapping[str, bytes]  # by hash


def check_tables(digests: Iterable[str]) -> None:
    """Makes sure that tables have not been removed.

    Raises:
        DataError: a table was removed.
    """
    if not all(map(is_there, digests)):
        raise DataError("data.dataset", GONE)


def packed_tables(digests: Iterable[str]) -> Packed:
    """The packed contents of the tables, by hash.

    Raises:
        DataError: a table was removed.
    """
    return {digest: _pack(digest) for digest in digests}


def take_tables(digests: Iterable[str], tables: Packed | None) -> bool:
    """Stores the tables that came with a job; returns whether all tables of the job are there now.

    `tables` is None if none came.

    """
    if tables is not None:
        bring({digest: _unpack(content) for digest, content in tables.items()})
        return True
    return all(map(is_there, digests))


@cached(LRUCache(KEPT_BYTES, getsizeof=len), lock=threading.Lock())
def _pack(digest: str) -> bytes:
    content = content_of(digest)
    return len(content).to_bytes(_SIZE, "big") + bytes(pyarrow.compress(content, codec=_CODEC, asbytes=True))


on_removal(_pack.cache_clear)


def _unpack(content: bytes) -> bytes:
    size = int.from_bytes(content[:_SIZE], "big")
    return bytes(pyarrow.decompress(content[_SIZE:], size, codec=_CODEC, asbytes=True))
