"""How a run's events lie in the database: a list of them as compressed JSON."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Told: TypeAlias = Mapping[str, Json]  # an event; `playground.messages.events` says what is in it


def pack(events: Sequence[Told]) -> bytes:
    """Events as bytes; every number comes back to the last digit, NaN and infinity too."""
    return zlib.compress(json.dumps(list(events), separators=(",", ":")).encode())


def unpack(body: bytes) -> list[Told]:
    """The events again."""
    events: list[Told] = json.loads(zlib.decompress(body))
    return events
