"""The host's key: everybody who knows it may see the figures of the installation. Without a key, nobody sees them."""

import hmac
import os

SETTING = "PLAYGROUND_HOST_KEY"
SHORTEST = 16  # characters, so that trying all keys takes too long


def host_key() -> str | None:
    """The key; None if the setting is empty.

    Raises:
        SystemExit: with a sentence, if the key is too short.

    """
    found = os.environ.get(SETTING, "")
    if found and len(found) < SHORTEST:
        raise SystemExit(f"{SETTING} has {len(found)} characters; it needs {SHORTEST} or more.")
    return found or None


def is_host_key(text: str) -> bool:
    """Whether a text is the key."""
    known = host_key()
    return known is not None and hmac.compare_digest(text.encode(), known.encode())
