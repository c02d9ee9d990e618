"""Ids of runs, groups, requests, open pages and browsers: 128 random bits, so nobody can guess one."""

import re
import secrets
from typing import Annotated, TypeGuard

from pydantic import Field

_DIGITS = "[0-9a-f]{32}"
_ID = re.compile(_DIGITS)

Id = Annotated[str, Field(pattern=f"^{_DIGITS}$")]  # the type of a field with an id


def new_id() -> str:
    """A new id, 32 hexadecimal digits in lower case."""
    return secrets.token_hex(16)


def is_id(text: object) -> TypeGuard[str]:
    """Whether a value of any type can be an id."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None
