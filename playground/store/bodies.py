"""How a run's events lie in the database: a list of them as compressed JSON."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any


def pack(events: Sequence[Mapping[str, Any]]) -> bytes:
    """Events as bytes; every number comes back to the last digit, NaN and infinity too."""
    return zlib.compress(json.dumps(list(events), separators=(",", ":")).encode())


def unpack(body: bytes) -> list[dict[str, Any]]:
    """The events again."""
    events: list[dict[str, Any]] = json.loads(zlib.decompress(body))
    return events
