"""The header by which a login tells pages and routes who has signed in. It replaces what a browser sends."""

import json
from collections.abc import Mapping
from typing import NamedTuple

SIGNED_IN = "x-signed-in"
BEFORE = "visitor-before"  # a cookie of the gate's: the number that the browser had before anybody signed in


class Name(NamedTuple):
    """A person who has signed in, for their own eyes."""

    name: str
    email: str


def in_header(name: str, email: str) -> str:
    """The header's content: ASCII, whatever the name is."""
    return json.dumps([name, email])


def name_in(headers: Mapping[str, str]) -> Name | None:
    """Who has signed in; None where nobody need."""
    try:
        return Name(*map(str, json.loads(headers.get(SIGNED_IN, ""))))
    except (ValueError, TypeError):  # where there is no login, a browser may send whatever it likes
        return None
