"""How own tables get to workers: by their hashes, packed, with each job that needs them."""

import threading
from collections.abc import Iterable, Mapping

import pyarrow
from cachetools import LRUCache, cached

from playground.datasets.own.contents import bring, content_of, on_removal

KEPT_BYTES = 200_000_000  # of packed tables that a server keeps for the next runs on them
_CODEC = "zstd"
_SIZE = 8  # bytes before the packed ones that say how many there are unpacked


def packed_tables(digests: Iterable[str]) -> Mapping[str, bytes]:
    """The files of these hashes, each packed.

    Raises:
        DataError: one is not there.
    """
    return {digest: _packed(digest) for digest in digests}


def take_tables(tables: Mapping[str, bytes]) -> None:
    """Keeps tables that came with a job where `playground.datasets` looks for them."""
    bring({digest: _unpacked(content) for digest, content in tables.items()})


@cached(LRUCache(KEPT_BYTES, getsizeof=len), lock=threading.Lock())
def _packed(digest: str) -> bytes:
    content = content_of(digest)
    return len(content).to_bytes(_SIZE, "big") + bytes(pyarrow.compress(content, codec=_CODEC, asbytes=True))


on_removal(_packed.cache_clear)


def _unpacked(content: bytes) -> bytes:
    size = int.from_bytes(content[:_SIZE], "big")
    return bytes(pyarrow.decompress(content[_SIZE:], size, codec=_CODEC, asbytes=True))
