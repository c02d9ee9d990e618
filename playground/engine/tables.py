"""How own tables get to workers: by their hashes.

A worker that finds no table of a hash says so, and only then the table comes to it, packed.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow
from cachetools import LRUCache, cached

from playground.datasets.error import DataError
from playground.datasets.own.contents import GONE, bring, content_of, is_there, on_removal

KEPT_BYTES = 200_000_000  # of packed tables that a server keeps for the next runs on them
_CODEC = "zstd"
_SIZE = 8  # bytes before the packed ones that say how many there are unpacked


@dataclass(frozen=True)
class Lacking:
    """What a worker says that finds not all tables of a job: it has not begun there.

    Attributes:
        worker: its address.
    """

    worker: str


Packed: TypeAlias = Mapping[str, bytes]  # by hash


def check_tables(digests: Iterable[str]) -> None:
    """Makes sure that tables have not been removed.

    Raises:
        DataError: one is not there.
    """
    if not all(map(is_there, digests)):
        raise DataError("data.dataset", GONE)


def packed_tables(digests: Iterable[str]) -> Packed:
    """The files of these hashes, each packed.

    Raises:
        DataError: one is not there.
    """
    return {digest: _packed(digest) for digest in digests}


def take_tables(digests: Iterable[str], tables: Packed | None) -> bool:
    """Keeps tables that came with a job where `playground.datasets` looks for them.

    Where none came (None), returns whether those that the job needs are there already.
    """
    if tables is not None:
        bring({digest: _unpacked(content) for digest, content in tables.items()})
        return True
    return all(map(is_there, digests))


@cached(LRUCache(KEPT_BYTES, getsizeof=len), lock=threading.Lock())
def _packed(digest: str) -> bytes:
    content = content_of(digest)
    return len(content).to_bytes(_SIZE, "big") + bytes(pyarrow.compress(content, codec=_CODEC, asbytes=True))


on_removal(_packed.cache_clear)


def _unpacked(content: bytes) -> bytes:
    size = int.from_bytes(content[:_SIZE], "big")
    return bytes(pyarrow.decompress(content[_SIZE:], size, codec=_CODEC, asbytes=True))
