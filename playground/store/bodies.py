"""The form of a run's events in the database: lists as compressed JSON."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
EncodedEvent: TypeAlias = Mapping[str, Json]  # an event, as `playground.messages.events` encodes it


def pack(events: Sequence[EncodedEvent]) -> bytes:
    """Encodes events as bytes; `unpack` restores every number exactly, also NaN and infinity."""
    return zlib.compress(json.dumps(list(events), separators=(",", ":")).encode())


def unpack(body: bytes) -> list[EncodedEvent]:
    """Decodes the events that `pack` encoded."""
    events: list[EncodedEvent] = json.loads(zlib.decompress(body))
    return events
