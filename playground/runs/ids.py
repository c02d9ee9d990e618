"""Ids of runs and groups: 128 random bits, which nobody can guess."""

import re
import secrets
from typing import TypeGuard

_ID = re.compile("[0-9a-f]{32}")


def new_id() -> str:
    """A new id, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def is_id(text: object) -> TypeGuard[str]:
    """Whether a value of any type can be the id of a run or a group."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None
